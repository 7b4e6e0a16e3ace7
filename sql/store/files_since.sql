-- what:   how many files were taken in after an instant
-- reads:  files
-- writes: nothing
-- grain:  one row
SELECT count(*) FROM files WHERE status = 'taken' AND same_as IS NULL AND settled_at > $at;

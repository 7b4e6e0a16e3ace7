-- what:   how many files of a size were taken in; only one of them can be the same as a file of that size
-- reads:  files
-- writes: nothing
-- grain:  one number
SELECT count(*) FROM files WHERE status = 'taken' AND bytes = $bytes;

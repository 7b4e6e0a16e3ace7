-- what:   the files whose rows are in the store
-- reads:  files
-- writes: nothing
-- grain:  one file
SELECT file_id, name, kind FROM files WHERE status = 'taken' AND same_as IS NULL ORDER BY file_id;

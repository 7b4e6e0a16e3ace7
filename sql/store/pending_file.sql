-- what:   where a pending file lies
-- reads:  files
-- writes: nothing
-- grain:  one file
SELECT name, path, crs FROM files WHERE file_id = $file_id;

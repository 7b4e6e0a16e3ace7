-- what:   the names of the files that the evidence came from
-- reads:  files
-- writes: nothing
-- grain:  one file
SELECT file_id, name FROM files ORDER BY file_id;

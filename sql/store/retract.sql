-- what:   take a file back
-- reads:  files
-- writes: files
-- grain:  one file
UPDATE files SET retracted_at = $at WHERE file_id = $file_id;

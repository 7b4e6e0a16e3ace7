-- what:   the first file with the content of a file that was taken in, and its kind
-- reads:  files
-- writes: nothing
-- grain:  at most one file
SELECT coalesce(same_as, file_id), kind FROM files WHERE file_id = $file_id AND status = 'taken';

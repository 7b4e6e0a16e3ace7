-- what:   the records of earlier files that a file said once more
-- reads:  repeats
-- writes: nothing
-- grain:  one row of the file
SELECT record FROM repeats WHERE file_id = $file_id;

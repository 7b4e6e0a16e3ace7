-- what:   repeats that are of no file that was taken in, or of a record that came later
-- reads:  repeats, files
-- writes: nothing
-- grain:  one repeat; no rows is right
SELECT repeats.file_id, repeats.line, repeats.record
FROM repeats LEFT JOIN files ON files.file_id = repeats.file_id AND status = 'taken' AND same_as IS NULL
WHERE files.file_id IS NULL OR repeats.record >> 32 >= repeats.file_id;

-- what:   how some files were read, and what their rows cover
-- reads:  readings
-- writes: nothing
-- grain:  one file that was read
SELECT * FROM readings WHERE list_contains($file_ids, file_id) ORDER BY file_id;

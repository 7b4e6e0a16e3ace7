-- what:   what looked wrong about some files while they were read
-- reads:  findings
-- writes: nothing
-- grain:  one finding about one file
SELECT file_id, what, rows, words FROM findings WHERE list_contains($file_ids, file_id) ORDER BY ALL;

-- what:   how many rows of some files fall in each hour
-- reads:  hours
-- writes: nothing
-- grain:  one file and hour (UTC) with rows
SELECT file_id, begins_at, rows FROM hours WHERE list_contains($file_ids, file_id) ORDER BY file_id, begins_at;

-- what:   the records that files which stand mark, and the filters that do
-- reads:  standing (file_id, counts_as), marks
-- writes: nothing
-- grain:  one record and filter
SELECT DISTINCT record, filter
FROM marks JOIN standing USING (file_id)
WHERE counts_as IS NOT NULL
ORDER BY ALL;

-- what:   the files that stand and name a filter with some parameters
-- reads:  standing (file_id, counts_as), filters
-- writes: nothing
-- grain:  one file, by the first with its content
SELECT file_id
FROM filters JOIN standing USING (file_id)
WHERE filter = $filter AND parameters = $parameters AND counts_as IS NOT NULL
ORDER BY file_id;

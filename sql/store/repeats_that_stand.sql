-- what:   records of files that do not stand, with every row of a standing file that says the same
-- reads:  standing (file_id, counts_as), repeats
-- writes: nothing
-- grain:  one record and row
SELECT record, (counts_as::BIGINT << 32) | line AS counts_as
FROM repeats JOIN standing USING (file_id)
WHERE counts_as IS NOT NULL
  AND record >> 32 IN (SELECT file_id FROM standing WHERE counts_as IS DISTINCT FROM file_id);

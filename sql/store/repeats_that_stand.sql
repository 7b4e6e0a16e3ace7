-- what:   records that do not count as themselves, with every unmarked row of a standing file that says the same
-- reads:  standing (file_id, counts_as), repeats, marks
-- writes: nothing
-- grain:  one record and row
WITH marked AS (
    SELECT file_id, line, record FROM marks WHERE $with_marks
)
SELECT record, (counts_as::BIGINT << 32) | line AS counts_as
FROM repeats JOIN standing USING (file_id) ANTI JOIN marked USING (file_id, line)
WHERE counts_as IS NOT NULL
  AND (record >> 32 IN (SELECT file_id FROM standing WHERE counts_as IS DISTINCT FROM file_id)
       OR record IN (SELECT record FROM marked WHERE record >> 32 = file_id));

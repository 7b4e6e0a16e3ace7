-- what:   mark every row of a file that tells some of its records
-- reads:  found (record, filter), repeats, fixes
-- writes: marks
-- grain:  one row of the file and filter
INSERT INTO marks
SELECT $file_id, rows.line, filter, record, person_id, observed_at
FROM (
    SELECT record, filter, record & 4294967295 AS line FROM found WHERE record >> 32 = $file_id
    UNION ALL
    SELECT record, filter, line FROM found JOIN repeats USING (record) WHERE repeats.file_id = $file_id
) AS rows
JOIN fixes ON fixes.file_id = record >> 32 AND fixes.line = record & 4294967295
ORDER BY ALL;

-- what:   marks of no fix that is known, by a filter that no file names, or set or lifted at no entry of the ledger
-- reads:  marks, fixes, filters, files
-- writes: nothing
-- grain:  one mark; no rows is right
WITH entries AS (SELECT settled_at AS entered_at FROM files UNION ALL SELECT retracted_at FROM files)
SELECT filter, record
FROM (SELECT *, record >> 32 AS file_id, record & 4294967295 AS line FROM marks) AS marks
WHERE (file_id, line) NOT IN (SELECT (file_id, line) FROM fixes)
   OR (filter, parameters) NOT IN (SELECT (filter, parameters) FROM filters)
   OR marked_at NOT IN (SELECT entered_at FROM entries WHERE entered_at IS NOT NULL)
   OR lifted_at NOT IN (SELECT entered_at FROM entries WHERE entered_at IS NOT NULL);

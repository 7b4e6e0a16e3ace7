-- what:   how many fixes that some files tell each of their filters marks, and any does; a copy of a file tells the file's
-- reads:  files, filters, marks, repeats
-- writes: nothing
-- grain:  one file and filter
WITH named AS (
    SELECT files.file_id, filters.file_id AS first, filter, parameters
    FROM files JOIN filters ON filters.file_id = coalesce(same_as, files.file_id)
    WHERE list_contains($file_ids, files.file_id)
), told AS (
    SELECT filter, parameters, record, record >> 32 AS first FROM marks WHERE lifted_at IS NULL
    UNION
    SELECT filter, parameters, record, repeats.file_id FROM marks JOIN repeats USING (record) WHERE lifted_at IS NULL
), marked AS (
    SELECT file_id, filter, record, count(DISTINCT record) OVER (PARTITION BY file_id) AS rows_of_file
    FROM named JOIN told USING (first, filter, parameters)
)
SELECT file_id, filter, count(*) AS rows, rows_of_file
FROM marked
GROUP BY ALL
ORDER BY ALL;

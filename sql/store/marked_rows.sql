-- what:   how many fixes that some files tell are marked, by whichever of their filters; of a copy of a file, the file's
-- reads:  files, filters, marks, repeats
-- writes: nothing
-- grain:  one file
WITH named AS (
    SELECT files.file_id, filters.file_id AS first, filter, parameters
    FROM files JOIN filters ON filters.file_id = coalesce(same_as, files.file_id)
    WHERE list_contains($file_ids, files.file_id)
), told AS (
    SELECT filter, parameters, record, record >> 32 AS first FROM marks WHERE lifted_at IS NULL
    UNION
    SELECT filter, parameters, record, repeats.file_id FROM marks JOIN repeats USING (record) WHERE lifted_at IS NULL
)
SELECT file_id, count(DISTINCT record) AS rows
FROM named JOIN told USING (first, filter, parameters)
GROUP BY ALL
ORDER BY ALL;

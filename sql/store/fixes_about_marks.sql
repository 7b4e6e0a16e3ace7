-- what:   whose fixes were marked, or are so no more, with the last entry of a file, and of when
-- reads:  marks, files
-- writes: nothing
-- grain:  one person and instant
SELECT DISTINCT person_id AS name, observed_at
FROM marks, (SELECT coalesce(retracted_at, settled_at) AS entered_at FROM files WHERE file_id = $file_id)
WHERE marked_at = entered_at OR lifted_at = entered_at
ORDER BY ALL;

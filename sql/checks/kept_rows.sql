-- what:   files whose number of kept rows is not the number of their rows in the tables
-- reads:  files, and the table of every kind
-- writes: nothing
-- grain:  one file; no rows is right
SELECT files.file_id, rows_kept, count(stored.file_id) AS rows_stored
FROM files LEFT JOIN (
    SELECT file_id FROM fixes
    UNION ALL SELECT file_id FROM checkins
    UNION ALL SELECT file_id FROM proximity
    UNION ALL SELECT file_id FROM tickets
    UNION ALL SELECT file_id FROM passages
    UNION ALL SELECT file_id FROM vehicles
    UNION ALL SELECT file_id FROM households
    UNION ALL SELECT file_id FROM places
    UNION ALL SELECT file_id FROM persons
    UNION ALL SELECT file_id FROM tests
    UNION ALL SELECT file_id FROM cases
    UNION ALL SELECT file_id FROM isolations
    UNION ALL SELECT file_id FROM followups
) AS stored USING (file_id)
GROUP BY files.file_id, rows_kept
HAVING rows_kept <> count(stored.file_id);

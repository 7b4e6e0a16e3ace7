-- what:   files whose number of rejects is not the number of their rejected rows
-- reads:  files, rejects
-- writes: nothing
-- grain:  one file; no rows is right
SELECT files.file_id, rows_rejected, count(rejects.line) AS rejects
FROM files LEFT JOIN rejects USING (file_id)
WHERE status = 'taken' AND same_as IS NULL
GROUP BY files.file_id, rows_rejected
HAVING rows_rejected <> count(rejects.line);

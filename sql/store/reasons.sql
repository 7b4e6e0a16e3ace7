-- what:   how often each reason rejected a row of a file
-- reads:  rejects
-- writes: nothing
-- grain:  one column and reason
SELECT column_name AS "column", reason, count(*) AS rows
FROM rejects
WHERE file_id = $file_id
GROUP BY ALL
ORDER BY rows DESC, "column", reason;

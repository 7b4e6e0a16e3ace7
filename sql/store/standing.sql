-- what:   the files whose rows are in the store, and the file they count as at a moment: the first standing of its twins
-- reads:  files
-- writes: nothing
-- grain:  one file; counts_as is null where neither it nor a twin stands
SELECT files.file_id, kind, counts_as
FROM files LEFT JOIN (
    SELECT coalesce(same_as, file_id) AS file_id, min(file_id) AS counts_as
    FROM files
    WHERE status = 'taken'
      AND ($known_at IS NULL OR settled_at <= $known_at)
      AND (retracted_at IS NULL OR retracted_at > coalesce($known_at, retracted_at))
    GROUP BY ALL
) AS standing USING (file_id)
WHERE status = 'taken' AND same_as IS NULL
ORDER BY file_id;

-- what:   how many rows of some files each filter marked; those of a file with the content of another are the other's
-- reads:  files, marks
-- writes: nothing
-- grain:  one file and filter
SELECT files.file_id, filter, count(*) AS rows
FROM files JOIN marks ON marks.file_id = coalesce(same_as, files.file_id)
WHERE list_contains($file_ids, files.file_id)
GROUP BY ALL
ORDER BY ALL;

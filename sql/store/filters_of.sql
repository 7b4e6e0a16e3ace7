-- what:   the filters of a file; those of a file with the content of another are the other's
-- reads:  files, filters
-- writes: nothing
-- grain:  one filter
SELECT filter, parameters
FROM files JOIN filters ON filters.file_id = coalesce(same_as, files.file_id)
WHERE files.file_id = $file_id
ORDER BY ALL;

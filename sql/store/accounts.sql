-- what:   what became of some files
-- reads:  files
-- writes: nothing
-- grain:  one file
SELECT file_id, name, kind, profile, status, rows_in, rows_kept, rows_rejected, rows_known, same_as, reason
FROM files
WHERE list_contains($file_ids, file_id)
ORDER BY file_id;

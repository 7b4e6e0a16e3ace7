-- what:   the whole ledger of files
-- reads:  files
-- writes: nothing
-- grain:  one file
SELECT file_id, name, kind, crs, profile, profile_sha256, status, sha256, rows_in, rows_kept, rows_rejected, rows_known,
       same_as, brought_at, settled_at, retracted_at
FROM files
ORDER BY file_id;

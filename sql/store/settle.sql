-- what:   write what became of a file, with the account of its rows
-- reads:  files
-- writes: files
-- grain:  one file
UPDATE files
SET kind = $kind, profile = $profile, profile_sha256 = $profile_sha256, status = $status, sha256 = $sha256, bytes = $bytes, same_as = $same_as, reason = $reason,
    rows_in = $rows_in, rows_kept = $rows_kept, rows_rejected = $rows_rejected, rows_known = $rows_known,
    settled_at = $at
WHERE file_id = $file_id;

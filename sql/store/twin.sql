-- what:   the first file taken in that is the same in kind, content, system and profile, stands, and has no passing rejects
-- reads:  files, rejects
-- writes: nothing
-- grain:  at most one file
SELECT file_id, rows_rejected FROM files
WHERE status = 'taken' AND same_as IS NULL
  AND kind = $kind AND sha256 = $sha256 AND crs IS NOT DISTINCT FROM $crs
  AND profile_sha256 IS NOT DISTINCT FROM $profile_sha256
  AND NOT EXISTS (SELECT * FROM rejects WHERE rejects.file_id = files.file_id AND rejects.reason = $passing)
  AND EXISTS (
      SELECT * FROM files AS twins
      WHERE coalesce(twins.same_as, twins.file_id) = files.file_id AND twins.status = 'taken'
        AND twins.retracted_at IS NULL
  )
ORDER BY file_id
LIMIT 1;

-- what:   the first file taken in with the same kind, content and coordinate system, where it or a twin of it stands
-- reads:  files
-- writes: nothing
-- grain:  at most one file
SELECT file_id, rows_rejected FROM files
WHERE status = 'taken' AND same_as IS NULL
  AND kind = $kind AND sha256 = $sha256 AND crs IS NOT DISTINCT FROM $crs
  AND EXISTS (
      SELECT * FROM files AS twins
      WHERE coalesce(twins.same_as, twins.file_id) = files.file_id AND twins.status = 'taken'
        AND twins.retracted_at IS NULL
  )
ORDER BY file_id
LIMIT 1;

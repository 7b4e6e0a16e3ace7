-- what:   the first file taken in with the same kind, content and coordinate system
-- reads:  files
-- writes: nothing
-- grain:  at most one file
SELECT file_id, rows_rejected FROM files
WHERE status = 'taken' AND same_as IS NULL
  AND kind = $kind AND sha256 = $sha256 AND crs IS NOT DISTINCT FROM $crs
ORDER BY file_id
LIMIT 1;

-- what:   the number of a file that was brought and not settled yet
-- reads:  files
-- writes: nothing
-- grain:  at most one file
SELECT file_id FROM files WHERE status = 'pending' AND path = $path AND crs IS NOT DISTINCT FROM $crs;

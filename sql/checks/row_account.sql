-- what:   files whose rows in are not rows kept, rejected and already known together
-- reads:  files
-- writes: nothing
-- grain:  one file; no rows is right
SELECT file_id, rows_in, rows_kept, rows_rejected, rows_known
FROM files
WHERE status = 'taken' AND rows_in <> rows_kept + rows_rejected + rows_known;

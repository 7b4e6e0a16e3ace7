-- what:   how many files were taken in or taken back after one instant and by another
-- reads:  files
-- writes: nothing
-- grain:  one row
SELECT count(*) FROM files
WHERE status = 'taken'
  AND (settled_at > $after AND settled_at <= $by OR retracted_at > $after AND retracted_at <= $by);

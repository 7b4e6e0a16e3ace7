-- what:   the records that were marked at a moment, and the filters that marked them
-- reads:  marks
-- writes: nothing
-- grain:  one record and filter
SELECT DISTINCT record, filter
FROM marks
WHERE ($known_at IS NULL OR marked_at <= $known_at)
  AND (lifted_at IS NULL OR lifted_at > $known_at)
ORDER BY ALL;

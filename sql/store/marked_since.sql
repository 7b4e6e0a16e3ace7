-- what:   the fixes of some people that were marked after a moment, and still were at a later one
-- reads:  people (name), marks, fixes
-- writes: nothing
-- grain:  one fix
SELECT fixes.* EXCLUDE (file_id, line), record
FROM fixes JOIN (
    SELECT DISTINCT record, record >> 32 AS file_id, record & 4294967295 AS line
    FROM marks SEMI JOIN people ON person_id = name
    WHERE marked_at > $after AND marked_at <= $known_at AND (lifted_at IS NULL OR lifted_at > $known_at)
) AS marked USING (file_id, line)
ORDER BY record;

-- what:   note that a screen begins, under the next number
-- reads:  runs
-- writes: runs
-- grain:  one screen
INSERT INTO runs (run_id, definition_id, definition_sha256, as_of, begun_at)
SELECT coalesce(max(run_id), 0) + 1, $definition_id, $sha256, $as_of, $at FROM runs
RETURNING run_id;

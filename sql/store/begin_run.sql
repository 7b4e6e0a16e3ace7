-- what:   note that a screen begins, under the next number
-- reads:  runs
-- writes: runs
-- grain:  one screen
INSERT INTO runs
SELECT coalesce(max(run_id), 0) + 1, $definition_id, $sha256, $as_of, $at FROM runs
RETURNING run_id;

-- what:   all screens that were begun
-- reads:  runs
-- writes: nothing
-- grain:  one screen
SELECT run_id, definition_id, definition_sha256, as_of, begun_at FROM runs ORDER BY run_id;

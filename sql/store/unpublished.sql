-- what:   screens whose results were not noted to stand
-- reads:  runs
-- writes: nothing
-- grain:  one screen
SELECT run_id FROM runs WHERE published_at IS NULL ORDER BY run_id;

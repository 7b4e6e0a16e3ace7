-- what:   the last screen that published results
-- reads:  runs
-- writes: nothing
-- grain:  one row; null where there is none
SELECT max(run_id) FROM runs WHERE published_at IS NOT NULL;

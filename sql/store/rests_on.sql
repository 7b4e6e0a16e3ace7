-- what:   the screens whose results those of a screen rest on
-- reads:  runs
-- writes: nothing
-- grain:  one screen whose results stood
SELECT run_id, rests_on FROM runs WHERE published_at IS NOT NULL;

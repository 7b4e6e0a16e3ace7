-- what:   note since when the results of a screen stand
-- reads:  runs
-- writes: runs
-- grain:  one screen
UPDATE runs SET published_at = $at WHERE run_id = $run_id;

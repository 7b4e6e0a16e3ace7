-- what:   note since when the results of a screen stand, and on those of which screens
-- reads:  runs
-- writes: runs
-- grain:  one screen
UPDATE runs SET published_at = $at, rests_on = $rests_on WHERE run_id = $run_id;

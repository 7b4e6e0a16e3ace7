-- what:   which screen a results file is of
-- reads:  run
-- writes: nothing
-- grain:  one row
SELECT * FROM run;

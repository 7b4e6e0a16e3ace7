-- what:   which version of the program made these results
-- reads:  program
-- writes: nothing
-- grain:  one row
SELECT sha256 FROM program;

-- what:   every qualifying exposure of a screen, in order
-- reads:  exposures
-- writes: nothing
-- grain:  one source's window, one person, one rule
SELECT * FROM exposures;

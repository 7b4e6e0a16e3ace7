-- what:   by which screen every exposure was found, and as what
-- reads:  found
-- writes: nothing
-- grain:  one exposure
SELECT * FROM found;

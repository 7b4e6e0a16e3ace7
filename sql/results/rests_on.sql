-- what:   the screens that found what this one tells
-- reads:  found
-- writes: nothing
-- grain:  one screen
SELECT DISTINCT found_by FROM found;

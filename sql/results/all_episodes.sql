-- what:   the episodes of every exposure of a screen, in the order of exposures
-- reads:  episodes
-- writes: nothing
-- grain:  one episode of one exposure
SELECT * FROM episodes;

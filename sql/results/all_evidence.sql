-- what:   the lines behind every episode of a screen, in the order of exposures and episodes
-- reads:  evidence
-- writes: nothing
-- grain:  one run of lines behind one episode
SELECT * FROM evidence;

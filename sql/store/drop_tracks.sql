-- what:   forget the tracks that were put in order
-- reads:  nothing
-- writes: tracks
-- grain:  all of them
DROP TABLE IF EXISTS tracks;

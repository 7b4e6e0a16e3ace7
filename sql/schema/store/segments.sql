-- what:   the segments of the clustered copy that count; any other file of its folder was left by a killed run
-- reads:  nothing
-- writes: segments
-- grain:  one segment; earliest, latest: the times at the end of its keys, in the unit of what it holds
CREATE TABLE segments (
    segment INTEGER PRIMARY KEY,
    holds VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    earliest BIGINT NOT NULL,
    latest BIGINT NOT NULL
);

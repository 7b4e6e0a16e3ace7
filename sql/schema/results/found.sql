-- what:   by which screen an exposure was found, and as what: there the lines that it rests on stand
-- reads:  nothing
-- writes: found
-- grain:  one exposure
CREATE TABLE found (
    exposure BIGINT NOT NULL,
    found_by INTEGER NOT NULL,
    found_as BIGINT NOT NULL
);

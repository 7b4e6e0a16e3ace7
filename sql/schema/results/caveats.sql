-- what:   sentences that must be read with the lists
-- reads:  nothing
-- writes: caveats
-- grain:  one sentence
CREATE TABLE caveats (
    caveat VARCHAR NOT NULL
);

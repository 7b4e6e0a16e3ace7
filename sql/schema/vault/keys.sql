-- what:   which key of a source stands behind a pseudonym
-- reads:  nothing
-- writes: keys
-- grain:  one pseudonym
CREATE TABLE keys (
    pseudonym VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    source_key VARCHAR NOT NULL
);

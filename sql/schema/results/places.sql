-- what:   the names of the places where people met
-- reads:  nothing
-- writes: places
-- grain:  one place
CREATE TABLE places (
    place_id VARCHAR NOT NULL,
    name VARCHAR,
    kind VARCHAR
);

-- what:   what is known of places; the latest row of a place counts, the older are its history
-- reads:  nothing
-- writes: places
-- grain:  one place, as last known, and the file and line it came from
CREATE TABLE places (
    place_id VARCHAR NOT NULL,
    name VARCHAR,
    kind VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE,
    enclosed BOOLEAN,
    typical_stay_minutes DOUBLE,
    grid_id VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

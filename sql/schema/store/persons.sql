-- what:   which grid cell a person lives in; all else about her is in the vault; the latest row counts
-- reads:  nothing
-- writes: persons
-- grain:  one person, as last known, and the file and line it came from
CREATE TABLE persons (
    person_id VARCHAR NOT NULL,
    grid_id VARCHAR,
    sealed VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

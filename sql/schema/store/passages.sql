-- what:   people and vehicles that passed a gate
-- reads:  nothing
-- writes: passages
-- grain:  one passage of a person or a vehicle through a gate, and the file and line it came from
CREATE TABLE passages (
    place_id VARCHAR NOT NULL,
    passed_at TIMESTAMP_MS NOT NULL,
    person_id VARCHAR,
    plate VARCHAR,
    direction VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

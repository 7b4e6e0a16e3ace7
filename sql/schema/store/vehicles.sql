-- what:   which people go with which vehicle, and when
-- reads:  nothing
-- writes: vehicles
-- grain:  one stretch in which a person goes with a vehicle, and the file and line it came from
CREATE TABLE vehicles (
    plate VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    from_at TIMESTAMP_MS,
    until_at TIMESTAMP_MS,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

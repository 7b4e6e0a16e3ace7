-- what:   positions of people, WGS 84
-- reads:  nothing
-- writes: fixes
-- grain:  one position of one person (degrees, WGS 84; accuracy in metres), and the file and line it came from
CREATE TABLE fixes (
    person_id VARCHAR NOT NULL,
    observed_at TIMESTAMP_MS NOT NULL,
    latitude DOUBLE NOT NULL,
    longitude DOUBLE NOT NULL,
    accuracy_m DOUBLE,
    device_id VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

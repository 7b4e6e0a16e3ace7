-- what:   records that two people were near each other
-- reads:  nothing
-- writes: proximity
-- grain:  one badge or phone record of two people near each other (seconds, metres), and the file and line it came from
CREATE TABLE proximity (
    person_a VARCHAR NOT NULL,
    person_b VARCHAR NOT NULL,
    observed_at TIMESTAMP_MS NOT NULL,
    duration_s DOUBLE,
    distance_m DOUBLE,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

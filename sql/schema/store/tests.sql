-- what:   samples and their results
-- reads:  nothing
-- writes: tests
-- grain:  one sample of one person, and the file and line it came from
CREATE TABLE tests (
    person_id VARCHAR NOT NULL,
    sampled_at TIMESTAMP_MS NOT NULL,
    resulted_at TIMESTAMP_MS,
    result VARCHAR NOT NULL,
    method VARCHAR,
    site VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

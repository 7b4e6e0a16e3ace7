-- what:   stretches in which people are kept apart
-- reads:  nothing
-- writes: isolations
-- grain:  one stretch in which one person is kept apart, and the file and line it came from
CREATE TABLE isolations (
    person_id VARCHAR NOT NULL,
    from_at TIMESTAMP_MS NOT NULL,
    until_at TIMESTAMP_MS,
    site_id VARCHAR,
    room VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

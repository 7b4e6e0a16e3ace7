-- what:   the screens that were begun; what they found stands in a file of its own each; rests_on: the files of which
-- reads:  nothing
-- writes: runs
-- grain:  one screen
CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY,
    definition_id VARCHAR NOT NULL,
    definition_sha256 VARCHAR NOT NULL,
    as_of TIMESTAMP_MS NOT NULL,
    begun_at TIMESTAMP_MS NOT NULL,
    published_at TIMESTAMP_MS,
    rests_on INTEGER[]
);

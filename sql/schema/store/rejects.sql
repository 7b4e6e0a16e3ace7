-- what:   rows that were not loaded: where they stand and why, never what they say
-- reads:  nothing
-- writes: rejects
-- grain:  one rejected row of one file
CREATE TABLE rejects (
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL,
    column_name VARCHAR,
    value_class VARCHAR,
    reason VARCHAR NOT NULL
);

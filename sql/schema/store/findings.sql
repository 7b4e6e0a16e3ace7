-- what:   what looked wrong about a file while it was read; what the store shows later is asked when it is told
-- reads:  nothing
-- writes: findings
-- grain:  one finding about one file; rows is null where it is about the file
CREATE TABLE findings (
    file_id INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    rows BIGINT,
    words VARCHAR NOT NULL
);

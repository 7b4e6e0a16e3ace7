-- what:   how many rows of a file fall in each hour
-- reads:  nothing
-- writes: hours
-- grain:  one file and hour (UTC) with rows
CREATE TABLE hours (
    file_id INTEGER NOT NULL,
    begins_at TIMESTAMP_MS NOT NULL,
    rows BIGINT NOT NULL
);

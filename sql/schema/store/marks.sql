-- what:   fixes that filters keep out of evidence; they stay in their table, and are rows that are known
-- reads:  nothing
-- writes: marks
-- grain:  one row of one file and filter, also where an earlier file told the same; record: the number of the first row
CREATE TABLE marks (
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL,
    filter VARCHAR NOT NULL,
    record BIGINT NOT NULL,
    person_id VARCHAR NOT NULL,
    observed_at TIMESTAMP_MS NOT NULL
);

-- what:   fixes that filters keep out of evidence, from when to when; they stay in their table, and are rows that are known
-- reads:  nothing
-- writes: marks
-- grain:  one stretch in which a filter with its parameters marks a record; marked_at, lifted_at: instants of the ledger
CREATE TABLE marks (
    filter VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL,
    record BIGINT NOT NULL,
    person_id VARCHAR NOT NULL,
    observed_at TIMESTAMP_MS NOT NULL,
    marked_at TIMESTAMP_MS NOT NULL,
    lifted_at TIMESTAMP_MS
);

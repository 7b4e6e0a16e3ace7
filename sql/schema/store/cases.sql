-- what:   cases; the latest row of a case counts, the older are its history
-- reads:  nothing
-- writes: cases
-- grain:  one case, as last known, and the file and line it came from
CREATE TABLE cases (
    case_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    classification VARCHAR NOT NULL,
    onset_at TIMESTAMP_MS,
    sampled_at TIMESTAMP_MS,
    confirmed_at TIMESTAMP_MS,
    isolated_at TIMESTAMP_MS,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

-- what:   what the tracing team reported back about lines of a list
-- reads:  nothing
-- writes: followups
-- grain:  one report of the tracing team about one line of a list, and the file and line it came from
CREATE TABLE followups (
    case_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    method VARCHAR,
    "at" TIMESTAMP_MS,
    outcome VARCHAR,
    sealed VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

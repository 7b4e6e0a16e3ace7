-- what:   what was screened, by which definition (its file's text beside its id), as of when
-- reads:  nothing
-- writes: run
-- grain:  one row
CREATE TABLE run (
    run_id INTEGER NOT NULL,
    definition_id VARCHAR NOT NULL,
    definition_sha256 VARCHAR NOT NULL,
    definition_text VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    as_of TIMESTAMP_MS NOT NULL,
    timezone VARCHAR NOT NULL,
    begun_at TIMESTAMP_MS NOT NULL,
    finished_at TIMESTAMP_MS NOT NULL
);

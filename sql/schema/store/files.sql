-- what:   the ledger of files: what was brought, what became of it, and its account of rows
-- reads:  nothing
-- writes: files
-- grain:  one file brought once
CREATE TABLE files (
    file_id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    kind VARCHAR,
    crs VARCHAR,
    profile VARCHAR,
    profile_sha256 VARCHAR,
    sha256 VARCHAR,
    bytes BIGINT,
    status VARCHAR NOT NULL CHECK (status IN ('pending', 'taken', 'refused')),
    rows_in BIGINT NOT NULL DEFAULT 0,
    rows_kept BIGINT NOT NULL DEFAULT 0,
    rows_rejected BIGINT NOT NULL DEFAULT 0,
    rows_known BIGINT NOT NULL DEFAULT 0,
    same_as INTEGER,
    reason VARCHAR,
    brought_at TIMESTAMP_MS NOT NULL,
    settled_at TIMESTAMP_MS,
    retracted_at TIMESTAMP_MS
);

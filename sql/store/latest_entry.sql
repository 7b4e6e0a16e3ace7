-- what:   the latest instant that the ledger bears
-- reads:  files, runs, identities
-- writes: nothing
-- grain:  one row
SELECT max(entry) FROM (
    SELECT greatest(brought_at, settled_at, retracted_at) AS entry FROM files
    UNION ALL SELECT greatest(begun_at, published_at) FROM runs
    UNION ALL SELECT decided_at FROM identities
);

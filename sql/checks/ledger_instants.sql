-- what:   entries of the ledger of one instant
-- reads:  files, runs, identities
-- writes: nothing
-- grain:  one instant; no rows is right
SELECT entry, count(*) AS entries
FROM (
    SELECT brought_at AS entry FROM files
    UNION ALL SELECT settled_at FROM files
    UNION ALL SELECT retracted_at FROM files
    UNION ALL SELECT begun_at FROM runs
    UNION ALL SELECT decided_at FROM identities
)
WHERE entry IS NOT NULL
GROUP BY entry
HAVING count(*) > 1;

-- what:   how many files were taken in or taken back, and decisions on people made, after one instant and by another
-- reads:  files, identities
-- writes: nothing
-- grain:  one row
SELECT count(*) FROM (
    SELECT settled_at AS entry FROM files WHERE status = 'taken'
    UNION ALL SELECT retracted_at FROM files
    UNION ALL SELECT decided_at FROM identities
)
WHERE entry > $after AND entry <= $by;

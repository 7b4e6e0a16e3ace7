-- what:   sentences that must be read with the lists
-- reads:  caveats
-- writes: nothing
-- grain:  one sentence
SELECT caveat FROM caveats ORDER BY caveat;

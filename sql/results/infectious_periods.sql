-- what:   the infectious periods of all cases
-- reads:  windows
-- writes: nothing
-- grain:  one stretch of one case's infectious period
SELECT case_id, started_at, finished_at FROM windows WHERE hop = 0 ORDER BY case_id, started_at;

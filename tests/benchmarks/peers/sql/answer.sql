-- what:   the answer
-- reads:  listed
-- writes: nothing
-- grain:  one episode
SELECT hop, case_id, source_id, person_id, started_at, finished_at FROM listed;

-- what:   the windows of one case and its close contacts
-- reads:  windows
-- writes: nothing
-- grain:  one stretch of one source's window
SELECT * FROM windows WHERE case_id = $case_id ORDER BY hop, source_id, started_at;

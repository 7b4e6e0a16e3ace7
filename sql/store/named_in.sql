-- what:   which of some people are named in runs of lines of files
-- reads:  asked (file_id, first_line, last_line), people (name), fixes, checkins, proximity, tickets, passages, vehicles, households
-- writes: nothing
-- grain:  one run of lines and person
SELECT DISTINCT asked.file_id, first_line, last_line, name
FROM (
    SELECT file_id, line, person_id AS name FROM fixes
    UNION ALL SELECT file_id, line, person_id FROM checkins
    UNION ALL SELECT file_id, line, person_a FROM proximity
    UNION ALL SELECT file_id, line, person_b FROM proximity
    UNION ALL SELECT file_id, line, person_id FROM tickets
    UNION ALL SELECT file_id, line, person_id FROM passages
    UNION ALL SELECT file_id, line, person_id FROM vehicles
    UNION ALL SELECT file_id, line, person_id FROM households
) AS told SEMI JOIN people USING (name)
JOIN asked ON told.file_id = asked.file_id AND line BETWEEN first_line AND last_line
ORDER BY ALL;

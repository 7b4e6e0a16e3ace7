-- what:   whose tickets are told by files or rows that changed, or reach into the time between two moments of analysis
-- reads:  tickets, changed_files (file_id), changed_rows (file_id, line)
-- writes: nothing
-- grain:  one person
SELECT person_id FROM tickets SEMI JOIN changed_files USING (file_id)
UNION SELECT person_id FROM tickets SEMI JOIN changed_rows USING (file_id, line)
UNION SELECT person_id FROM tickets WHERE $before < $now AND departs_at <= $now AND arrives_at > $before
ORDER BY person_id;

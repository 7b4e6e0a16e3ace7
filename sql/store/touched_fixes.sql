-- what:   whose fixes are told by files or rows that changed, or were made between two moments of analysis
-- reads:  fixes, changed_files (file_id), changed_rows (file_id, line)
-- writes: nothing
-- grain:  one person
SELECT person_id FROM fixes SEMI JOIN changed_files USING (file_id)
UNION SELECT person_id FROM fixes SEMI JOIN changed_rows USING (file_id, line)
UNION SELECT person_id FROM fixes WHERE observed_at > $before AND observed_at <= $now
ORDER BY person_id;

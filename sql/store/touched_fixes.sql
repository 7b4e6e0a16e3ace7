-- what:   whose fixes are told by files or rows that changed, or were made between two moments of analysis, and of when
-- reads:  fixes, changed_files (file_id), changed_rows (file_id, line)
-- writes: nothing
-- grain:  one person
SELECT person_id, min(epoch_ms(observed_at)) AS from_ms, max(epoch_ms(observed_at)) AS to_ms
FROM (
    SELECT person_id, observed_at FROM fixes SEMI JOIN changed_files USING (file_id)
    UNION ALL SELECT person_id, observed_at FROM fixes SEMI JOIN changed_rows USING (file_id, line)
    UNION ALL SELECT person_id, observed_at FROM fixes WHERE observed_at > $before AND observed_at <= $now
)
GROUP BY person_id
ORDER BY person_id;

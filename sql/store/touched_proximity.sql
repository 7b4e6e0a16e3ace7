-- what:   who is in badge records that changed, or that reach into the time between two moments of analysis (300 s if unsaid)
-- reads:  proximity, changed_files (file_id), changed_rows (file_id, line)
-- writes: nothing
-- grain:  one person
WITH told AS (
    SELECT person_a, person_b FROM proximity SEMI JOIN changed_files USING (file_id)
    UNION ALL SELECT person_a, person_b FROM proximity SEMI JOIN changed_rows USING (file_id, line)
    UNION ALL
    SELECT person_a, person_b FROM proximity
    WHERE $before < $now AND observed_at <= $now
      AND epoch_ms(observed_at) + coalesce(duration_s, 300) * 1000 > epoch_ms($before)
)
SELECT person_a AS person_id FROM told UNION SELECT person_b FROM told
ORDER BY person_id;

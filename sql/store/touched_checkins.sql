-- what:   whose stays are others, by rows, links or places that changed, or reach into the time between two moments
-- reads:  checkins, passages, vehicles, places, changed_files (file_id), changed_rows (file_id, line), changed_places
-- writes: nothing
-- grain:  one person
WITH longest AS (
    SELECT 60000 * greatest($usual_minutes, 5, coalesce(max(typical_stay_minutes), 0)) AS ms FROM places
), passed AS (
    SELECT person_id, plate FROM passages SEMI JOIN changed_files USING (file_id)
    UNION ALL SELECT person_id, plate FROM passages SEMI JOIN changed_rows USING (file_id, line)
    UNION ALL SELECT person_id, plate FROM passages SEMI JOIN changed_places USING (place_id)
    UNION ALL
    SELECT person_id, plate FROM passages, longest
    WHERE $before < $now AND passed_at <= $now AND epoch_ms(passed_at) + longest.ms > epoch_ms($before)
)
SELECT person_id FROM checkins SEMI JOIN changed_files USING (file_id)
UNION SELECT person_id FROM checkins SEMI JOIN changed_rows USING (file_id, line)
UNION SELECT person_id FROM checkins SEMI JOIN changed_places USING (place_id)
UNION
SELECT person_id FROM checkins, longest
WHERE $before < $now AND checked_in_at <= $now
  AND coalesce(epoch_ms(checked_out_at), epoch_ms(checked_in_at) + longest.ms) > epoch_ms($before)
UNION SELECT person_id FROM vehicles SEMI JOIN changed_files USING (file_id)
UNION SELECT person_id FROM vehicles SEMI JOIN changed_rows USING (file_id, line)
UNION SELECT person_id FROM vehicles SEMI JOIN passed USING (plate)
UNION SELECT person_id FROM passed WHERE person_id IS NOT NULL
ORDER BY person_id;

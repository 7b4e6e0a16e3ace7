-- what:   the marked fixes of some people
-- reads:  marks
-- writes: nothing
-- grain:  one record and filter
SELECT DISTINCT person_id, filter, record, epoch_ms(observed_at) AS "at"
FROM marks
WHERE list_contains($people, person_id);

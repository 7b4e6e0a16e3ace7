-- what:   mark what a filter finds, from the last entry of a file on; what is marked already stays so
-- reads:  judged (record, person_id, observed_at, marked), files, marks
-- writes: marks
-- grain:  one record
INSERT INTO marks (filter, parameters, record, person_id, observed_at, marked_at)
SELECT DISTINCT $filter, $parameters, record, person_id, observed_at,
       (SELECT coalesce(retracted_at, settled_at) FROM files WHERE file_id = $file_id)
FROM judged ANTI JOIN (
    SELECT record FROM marks WHERE filter = $filter AND parameters = $parameters AND lifted_at IS NULL
) AS already USING (record)
WHERE marked
ORDER BY ALL;

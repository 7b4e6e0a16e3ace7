-- what:   whom the rejected rows of some files name
-- reads:  rejected_people
-- writes: nothing
-- grain:  one file and person
SELECT file_id, person_id, count(*) AS rows
FROM rejected_people
WHERE list_contains($file_ids, file_id)
GROUP BY ALL
ORDER BY ALL;

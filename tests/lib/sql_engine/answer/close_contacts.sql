-- what:   section 6: the close contacts of each case that are no cases, with their first contact
-- reads:  exposures, episodes, cases
-- writes: nothing
-- grain:  one close contact of one case
SELECT case_id, person, min(started_at) AS first_contact_at
FROM exposures JOIN episodes USING (case_id, hop, source, person, rule)
WHERE tier = 'close' AND person NOT IN (SELECT person_id FROM cases)
GROUP BY case_id, person
ORDER BY case_id, person;

-- what:   which cases some people are, and on whose lists they are
-- reads:  asked (person_id), contacts, cases
-- writes: nothing
-- grain:  one person and case that she is, or is on the list of
SELECT person_id, case_id FROM contacts WHERE person_id IN (SELECT asked.person_id FROM asked)
UNION
SELECT person_id, case_id FROM cases WHERE person_id IN (SELECT asked.person_id FROM asked)
ORDER BY case_id, person_id;

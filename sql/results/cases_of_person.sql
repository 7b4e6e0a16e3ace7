-- what:   the confirmed cases that one person is
-- reads:  cases
-- writes: nothing
-- grain:  one case
SELECT case_id FROM cases WHERE person_id = $person_id ORDER BY case_id;

-- what:   one confirmed case, by its id
-- reads:  cases
-- writes: nothing
-- grain:  at most one case
SELECT * FROM cases WHERE case_id = $case_id;

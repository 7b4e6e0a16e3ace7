-- what:   what the evidence covers of the infectious period of one case, or of each
-- reads:  coverage
-- writes: nothing
-- grain:  one case and rule
SELECT * FROM coverage WHERE $case_id IS NULL OR case_id = $case_id ORDER BY case_id, rule;

-- what:   the cases as last known
-- reads:  cases
-- writes: nothing
-- grain:  one case
SELECT * FROM cases
QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY file_id DESC, line DESC) = 1;

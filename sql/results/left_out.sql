-- what:   the tickets that could not count for the list of one case, or for each list
-- reads:  left_out
-- writes: nothing
-- grain:  one case, hop and seat rule that lost tickets
SELECT * FROM left_out WHERE $case_id IS NULL OR case_id = $case_id ORDER BY case_id, hop, rule;

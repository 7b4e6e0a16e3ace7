-- what:   the exposures of a case's graph: all to the case itself, and those to close contacts that a list stands on
-- reads:  exposures
-- writes: nothing
-- grain:  one exposure
SELECT * FROM exposures WHERE case_id = $case_id AND (hop = 0 OR listed) ORDER BY exposure;

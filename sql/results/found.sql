-- what:   by which screen the exposures of a case's graph were found, and as what
-- reads:  found, exposures
-- writes: nothing
-- grain:  one exposure
SELECT exposure, found_by, found_as
FROM found JOIN exposures USING (exposure)
WHERE case_id = $case_id AND (hop = 0 OR listed);

-- what:   what the list of one case, or each list, rests on that records do not say
-- reads:  reliance
-- writes: nothing
-- grain:  one case and missing thing
SELECT * FROM reliance WHERE $case_id IS NULL OR case_id = $case_id ORDER BY case_id, missing;

-- what:   the fixes of one case, or of each, that are no evidence as filters marked them
-- reads:  marked
-- writes: nothing
-- grain:  one case and filter with such fixes
SELECT * FROM marked WHERE $case_id IS NULL OR case_id = $case_id ORDER BY case_id, filter;

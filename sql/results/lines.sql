-- what:   the lines of one case's list, or of all
-- reads:  contacts
-- writes: nothing
-- grain:  one person on one case's list
SELECT * FROM contacts WHERE $case_id IS NULL OR case_id = $case_id;

-- what:   who is on any list of a screen, and which people are cases
-- reads:  contacts, cases
-- writes: nothing
-- grain:  one person and case that she is, or is on the list of
SELECT person_id, tier, case_id FROM contacts
UNION ALL SELECT person_id, 'case', case_id FROM cases;

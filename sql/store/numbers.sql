-- what:   the numbers of the names asked for
-- reads:  asked (name), numbers
-- writes: nothing
-- grain:  one name that has a number
SELECT name, number FROM numbers SEMI JOIN asked USING (name);

-- what:   the names of the numbers asked for
-- reads:  asked (number), numbers
-- writes: nothing
-- grain:  one number
SELECT number, name FROM numbers SEMI JOIN asked USING (number);

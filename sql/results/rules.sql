-- what:   the rules of the definition that was screened by, in words
-- reads:  rules
-- writes: nothing
-- grain:  one rule
SELECT rule, words FROM rules ORDER BY rule;

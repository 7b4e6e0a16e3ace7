-- what:   how many of the people asked for have no key
-- reads:  asked (name), keys
-- writes: nothing
-- grain:  one row
SELECT count(*) FROM asked ANTI JOIN keys ON keys.pseudonym = asked.name;

-- what:   the rules of the definition, in words
-- reads:  nothing
-- writes: rules
-- grain:  one rule
CREATE TABLE rules (
    rule VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    words VARCHAR NOT NULL
);

-- what:   the texts of the contact definitions that screens went by
-- reads:  nothing
-- writes: definitions
-- grain:  one text
CREATE TABLE definitions (
    sha256 VARCHAR PRIMARY KEY,
    text VARCHAR NOT NULL
);

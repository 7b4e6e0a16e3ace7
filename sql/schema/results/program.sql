-- what:   which version of the program made these results
-- reads:  nothing
-- writes: program
-- grain:  one row
CREATE TABLE program (
    sha256 VARCHAR NOT NULL
);

-- what:   the texts of the source profiles that files were read by
-- reads:  nothing
-- writes: profiles
-- grain:  one text
CREATE TABLE profiles (
    sha256 VARCHAR PRIMARY KEY,
    text VARCHAR NOT NULL
);

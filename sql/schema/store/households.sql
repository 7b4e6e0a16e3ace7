-- what:   members of households
-- reads:  nothing
-- writes: households
-- grain:  one member of one household, and the file and line it came from
CREATE TABLE households (
    household_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

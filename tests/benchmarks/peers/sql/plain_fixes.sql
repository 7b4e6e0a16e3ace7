-- what:   the columns of a file of fixes, as a table
-- reads:  nothing
-- writes: fixes
-- grain:  one fix
CREATE TABLE fixes (
    person_id VARCHAR, observed_at TIMESTAMPTZ, latitude DOUBLE, longitude DOUBLE, accuracy_m DOUBLE
);

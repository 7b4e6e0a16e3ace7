-- what:   the number of every name in the clustered copy: of people, devices, places, services, coaches, rows and seats
-- reads:  nothing
-- writes: numbers
-- grain:  one name
CREATE TABLE numbers (
    number UINTEGER NOT NULL,
    name VARCHAR NOT NULL
);

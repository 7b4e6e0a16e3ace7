-- what:   the filters that files of fixes name, with all their parameters
-- reads:  nothing
-- writes: filters
-- grain:  one file and filter; parameters: a json object, its keys in order
CREATE TABLE filters (
    file_id INTEGER NOT NULL,
    filter VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL
);

-- what:   the names of the files that the evidence came from
-- reads:  nothing
-- writes: files
-- grain:  one file
CREATE TABLE files (
    file_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);

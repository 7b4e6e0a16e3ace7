-- what:   who people are; which row of a person counts, the store says
-- reads:  nothing
-- writes: persons
-- grain:  one row of a persons file that was kept
CREATE TABLE persons (
    person_id VARCHAR NOT NULL,
    name VARCHAR,
    document_type VARCHAR,
    document_number VARCHAR,
    phone VARCHAR,
    address VARCHAR,
    birth_date VARCHAR,
    sex VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

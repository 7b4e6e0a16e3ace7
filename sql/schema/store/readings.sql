-- what:   how a file was read, and what its rows cover; of a file with the content of another, the other's row tells
-- reads:  nothing
-- writes: readings
-- grain:  one file that was read; heading, blank: lines that are no rows; hidden, repeated, at_midnight: rows; instants: rows that tell one; people: ten stands for more
CREATE TABLE readings (
    file_id INTEGER PRIMARY KEY,
    encoding VARCHAR,
    delimiter VARCHAR,
    sheet VARCHAR,
    format VARCHAR,
    heading BIGINT NOT NULL,
    blank BIGINT NOT NULL,
    hidden BIGINT NOT NULL,
    repeated BIGINT NOT NULL,
    instants BIGINT NOT NULL,
    at_midnight BIGINT NOT NULL,
    first_at TIMESTAMP_MS,
    last_at TIMESTAMP_MS,
    people INTEGER NOT NULL,
    south DOUBLE,
    north DOUBLE,
    west DOUBLE,
    east DOUBLE
);

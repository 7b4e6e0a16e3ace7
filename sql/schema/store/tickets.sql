-- what:   tickets of people for runs of a service
-- reads:  nothing
-- writes: tickets
-- grain:  one ticket of one person for one run of a service, and the file and line it came from
CREATE TABLE tickets (
    person_id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    departs_at TIMESTAMP_MS NOT NULL,
    arrives_at TIMESTAMP_MS NOT NULL,
    mode VARCHAR,
    coach VARCHAR,
    "row" BIGINT,
    seat VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

-- what:   the lines of all case lists; times in ms
-- reads:  nothing
-- writes: contacts
-- grain:  one person on one case's list
CREATE TABLE contacts (
    case_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    hop INTEGER NOT NULL,
    via VARCHAR[] NOT NULL,
    first_contact_at BIGINT NOT NULL,
    last_contact_at BIGINT NOT NULL,
    minutes DOUBLE NOT NULL,
    closest_m DOUBLE,
    rules VARCHAR[] NOT NULL,
    places VARCHAR[] NOT NULL,
    episodes BIGINT NOT NULL,
    follow_up_until DATE,
    grid_id VARCHAR
);

-- what:   the confirmed cases that were searched from
-- reads:  nothing
-- writes: cases
-- grain:  one case
CREATE TABLE cases (
    case_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    classification VARCHAR NOT NULL,
    reference VARCHAR,
    reference_at BIGINT,
    empty_because VARCHAR
);

-- what:   the free text of follow-up reports
-- reads:  nothing
-- writes: followups
-- grain:  one row of a followups file that was kept
CREATE TABLE followups (
    person_id VARCHAR NOT NULL,
    note VARCHAR,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

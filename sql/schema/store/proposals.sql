-- what:   which keys were last proposed to be one person, and why; a proposal decides nothing
-- reads:  nothing
-- writes: proposals
-- grain:  two people; reasons: codes; told, against: what speaks for it and against, in words without a name
CREATE TABLE proposals (
    person_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    reasons VARCHAR NOT NULL,
    told VARCHAR NOT NULL,
    against VARCHAR,
    PRIMARY KEY (person_id, other_id)
);

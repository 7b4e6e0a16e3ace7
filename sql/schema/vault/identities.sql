-- what:   what somebody wrote when she decided on two keys; what was decided, the store says
-- reads:  nothing
-- writes: identities
-- grain:  one decision
CREATE TABLE identities (
    person_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    because VARCHAR NOT NULL,
    decided_at TIMESTAMP_MS NOT NULL
);

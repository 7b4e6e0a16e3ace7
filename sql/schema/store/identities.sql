-- what:   what was decided on which keys are one person; of two people the latest decision counts
-- reads:  nothing
-- writes: identities
-- grain:  one decision; person_id: who is kept of the two; reasons: for which they had been proposed
CREATE TABLE identities (
    person_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL CHECK (verdict IN ('joined', 'parted', 'declined')),
    reasons VARCHAR,
    decided_at TIMESTAMP_MS PRIMARY KEY,
    CHECK (person_id <> other_id)
);

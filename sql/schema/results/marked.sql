-- what:   the fixes of a case within its infectious period that filters keep out of evidence
-- reads:  nothing
-- writes: marked
-- grain:  one case and filter with such fixes
CREATE TABLE marked (
    case_id VARCHAR NOT NULL,
    filter VARCHAR NOT NULL,
    fixes BIGINT NOT NULL
);

-- what:   how much of the infectious period a rule's evidence can speak of; hours and days, and those of the period
-- reads:  nothing
-- writes: coverage
-- grain:  one case and rule
CREATE TABLE coverage (
    case_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    hours DOUBLE,
    of_hours DOUBLE NOT NULL,
    days BIGINT,
    of_days BIGINT NOT NULL,
    records BIGINT NOT NULL,
    untold BIGINT NOT NULL,
    others BIGINT
);

-- what:   how much of a list rests on what records do not say: lines at least in part, lines on nothing else, minutes
-- reads:  nothing
-- writes: reliance
-- grain:  one case and missing thing
CREATE TABLE reliance (
    case_id VARCHAR NOT NULL,
    missing VARCHAR NOT NULL,
    lines BIGINT NOT NULL,
    only_lines BIGINT NOT NULL,
    minutes DOUBLE NOT NULL,
    of_lines BIGINT NOT NULL,
    of_minutes DOUBLE NOT NULL
);

-- what:   qualifying exposures, source -> person; `listed` where one stands behind a line of a list; times in ms
-- reads:  nothing
-- writes: exposures
-- grain:  one source's window, one person, one rule
CREATE TABLE exposures (
    exposure BIGINT NOT NULL,
    "window" BIGINT NOT NULL,
    case_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    hop INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    measured_ms BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    closest_m DOUBLE,
    episodes BIGINT NOT NULL,
    listed BOOLEAN NOT NULL
);

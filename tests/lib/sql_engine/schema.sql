-- what:   the tables of one screen, empty; instants are ms since 1970 UTC, null where unknown
-- reads:  nothing
-- writes: the records, windows, pieces, episodes, exposures
-- grain:  a row of a file, a stretch of a window, a piece of evidence, an episode, an exposure
CREATE OR REPLACE TABLE fixes (
    person_id VARCHAR, observed_at BIGINT, latitude DOUBLE, longitude DOUBLE, accuracy_m DOUBLE
);
CREATE OR REPLACE TABLE checkins (person_id VARCHAR, place_id VARCHAR, checked_in_at BIGINT, checked_out_at BIGINT);
CREATE OR REPLACE TABLE proximity (
    person_a VARCHAR, person_b VARCHAR, observed_at BIGINT, duration_s DOUBLE, distance_m DOUBLE
);
CREATE OR REPLACE TABLE tickets (
    person_id VARCHAR, service VARCHAR, departs_at BIGINT, arrives_at BIGINT, mode VARCHAR, coach VARCHAR, "row" BIGINT
);
CREATE OR REPLACE TABLE passages (
    place_id VARCHAR, passed_at BIGINT, person_id VARCHAR, plate VARCHAR, direction VARCHAR
);
CREATE OR REPLACE TABLE vehicles (plate VARCHAR, person_id VARCHAR, from_at BIGINT, until_at BIGINT);
CREATE OR REPLACE TABLE households (household_id VARCHAR, person_id VARCHAR);
CREATE OR REPLACE TABLE isolations (person_id VARCHAR, from_at BIGINT, until_at BIGINT);
CREATE OR REPLACE TABLE places (place_id VARCHAR, kind VARCHAR, enclosed BOOLEAN, typical_stay_minutes DOUBLE);
CREATE OR REPLACE TABLE persons (person_id VARCHAR, grid_id VARCHAR);
-- The confirmed ones only.
CREATE OR REPLACE TABLE cases (case_id VARCHAR, person_id VARCHAR);

-- A stretch in which meeting a source counts: of the case itself (hop 1), of its close contacts (hop 2).
CREATE OR REPLACE TABLE windows (
    case_id VARCHAR, case_person VARCHAR, hop INTEGER, source VARCHAR, started_at BIGINT, finished_at BIGINT
);
-- The source's time and the person's, as one rule sees them; the metres between them are, `t` ms after `origin_at`,
-- hypot(x + vx * t, y + vy * t), null where the evidence knows no distance.
CREATE OR REPLACE TABLE pieces (
    rule VARCHAR, source VARCHAR, person VARCHAR,
    source_from BIGINT, source_until BIGINT, person_from BIGINT, person_until BIGINT,
    linger_ms BIGINT DEFAULT 0, place_id VARCHAR,
    origin_at BIGINT, x DOUBLE, y DOUBLE, vx DOUBLE, vy DOUBLE
);
CREATE OR REPLACE TABLE episodes (
    case_id VARCHAR, hop INTEGER, source VARCHAR, person VARCHAR, rule VARCHAR,
    started_at BIGINT, finished_at BIGINT, closest_m DOUBLE, places VARCHAR[]
);
CREATE OR REPLACE TABLE exposures (
    case_id VARCHAR, hop INTEGER, source VARCHAR, person VARCHAR, rule VARCHAR, tier VARCHAR, measured_ms BIGINT
);

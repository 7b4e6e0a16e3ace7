-- what:   the stretches of an exposure, clipped to its window, in ms; `missing`: what their records do not say
-- reads:  nothing
-- writes: episodes
-- grain:  one episode of one exposure
CREATE TABLE episodes (
    exposure BIGINT NOT NULL,
    episode BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    closest_m DOUBLE,
    place_ids VARCHAR[] NOT NULL,
    missing VARCHAR[] NOT NULL
);

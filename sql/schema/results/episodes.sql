-- what:   the stretches of time that an exposure is made of, clipped to its window; times in ms
-- reads:  nothing
-- writes: episodes
-- grain:  one episode of one exposure
CREATE TABLE episodes (
    exposure BIGINT NOT NULL,
    episode BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    closest_m DOUBLE,
    place_ids VARCHAR[] NOT NULL
);

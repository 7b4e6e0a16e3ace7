-- what:   stretches of exposures this screen found, clipped to the window, in ms; `missing`: what records do not say
-- reads:  nothing
-- writes: episodes
-- grain:  one episode of one exposure
CREATE TABLE episodes (
    found_as BIGINT NOT NULL,
    episode BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    closest_m DOUBLE,
    place_ids VARCHAR[] NOT NULL,
    missing VARCHAR[] NOT NULL
);

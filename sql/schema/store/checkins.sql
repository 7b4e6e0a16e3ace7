-- what:   entries of people to places
-- reads:  nothing
-- writes: checkins
-- grain:  one entry of one person to one place, and the file and line it came from
CREATE TABLE checkins (
    person_id VARCHAR NOT NULL,
    place_id VARCHAR NOT NULL,
    checked_in_at TIMESTAMP_MS NOT NULL,
    checked_out_at TIMESTAMP_MS,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

-- what:   the rows of files that an episode found by this screen rests on, runs of lines that follow each other as one
-- reads:  nothing
-- writes: evidence
-- grain:  one run of lines behind one episode
CREATE TABLE evidence (
    found_as BIGINT NOT NULL,
    episode BIGINT NOT NULL,
    file_id INTEGER NOT NULL,
    first_line BIGINT NOT NULL,
    last_line BIGINT NOT NULL
);

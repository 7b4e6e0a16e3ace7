-- what:   whom rejected rows name, where that could be read: to tell what the rejects would have touched
-- reads:  nothing
-- writes: rejected_people
-- grain:  one rejected row and person in it
CREATE TABLE rejected_people (
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL,
    person_id VARCHAR NOT NULL
);

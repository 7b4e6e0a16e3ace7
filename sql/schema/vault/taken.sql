-- what:   the files that the store has taken in: only what they say of people is disclosed
-- reads:  nothing
-- writes: taken
-- grain:  one file
CREATE TABLE taken (
    file_id INTEGER PRIMARY KEY
);

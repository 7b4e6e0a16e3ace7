-- what:   the files that the store has taken in: what any other says of people is forgotten
-- reads:  nothing
-- writes: taken
-- grain:  one file
CREATE TABLE taken (
    file_id INTEGER PRIMARY KEY
);

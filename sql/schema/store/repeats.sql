-- what:   rows of files that said what a record of an earlier file says: should that file be taken back, they count
-- reads:  nothing
-- writes: repeats
-- grain:  one row of one file; record: the number of the first that said so
CREATE TABLE repeats (
    record BIGINT NOT NULL,
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL
);

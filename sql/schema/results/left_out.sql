-- what:   tickets on the runs of a case (hop 0) or its close contacts (hop 1), and those nobody could be found by
-- reads:  nothing
-- writes: left_out
-- grain:  one case, hop and seat rule that lost tickets
CREATE TABLE left_out (
    case_id VARCHAR NOT NULL,
    hop INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    tickets BIGINT NOT NULL,
    untold BIGINT NOT NULL
);

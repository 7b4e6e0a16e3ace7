-- what:   when meeting a source counts: infectious periods (hop 0), windows of close contacts (hop 1); ms since 1970, UTC
-- reads:  nothing
-- writes: windows
-- grain:  one stretch of one source's window
CREATE TABLE windows (
    "window" BIGINT NOT NULL,
    case_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    hop INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL
);

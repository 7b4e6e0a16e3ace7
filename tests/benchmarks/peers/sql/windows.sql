-- what:   the cases and their infectious periods
-- reads:  given
-- writes: cases, windows
-- grain:  one case; one window
CREATE OR REPLACE TEMP TABLE windows AS SELECT * FROM given;

CREATE OR REPLACE TEMP TABLE cases AS SELECT case_id, source_id AS person_id FROM given;

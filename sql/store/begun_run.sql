-- what:   a screen that was begun, with the text of its definition
-- reads:  runs, definitions
-- writes: nothing
-- grain:  one screen
SELECT run_id, definition_sha256, text AS definition_text, as_of, begun_at
FROM runs JOIN definitions ON sha256 = definition_sha256
WHERE run_id = $run_id;

-- what:   the last screen that was begun by an instant, with the text of its definition
-- reads:  runs, definitions
-- writes: nothing
-- grain:  at most one screen
SELECT run_id, definition_sha256, text AS definition_text, as_of, begun_at
FROM runs JOIN definitions ON sha256 = definition_sha256
WHERE begun_at <= $at
ORDER BY run_id DESC
LIMIT 1;

-- what:   the last screen whose results stood at an instant, with the text of its definition
-- reads:  runs, definitions
-- writes: nothing
-- grain:  at most one screen
SELECT run_id, definition_sha256, text AS definition_text, as_of, begun_at
FROM runs JOIN definitions ON sha256 = definition_sha256
WHERE begun_at <= $at AND (published_at <= $at OR published_at IS NULL AND list_contains($standing, run_id))
ORDER BY run_id DESC
LIMIT 1;

-- what:   which filters marked fixes in runs of lines at a moment
-- reads:  asked (file_id, first_line, last_line), marks, repeats
-- writes: nothing
-- grain:  one run of lines and filter
WITH marked AS (
    SELECT filter, record FROM marks WHERE marked_at <= $known_at AND (lifted_at IS NULL OR lifted_at > $known_at)
), told AS (
    SELECT filter, record >> 32 AS file_id, record & 4294967295 AS line FROM marked
    UNION ALL
    SELECT filter, file_id, line FROM marked JOIN repeats USING (record)
)
SELECT DISTINCT asked.file_id, first_line, last_line, filter
FROM told JOIN asked ON told.file_id = asked.file_id AND line BETWEEN first_line AND last_line
ORDER BY ALL;

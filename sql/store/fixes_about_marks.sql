-- what:   whose fixes a file marked, and of when
-- reads:  marks
-- writes: nothing
-- grain:  one person and instant
SELECT DISTINCT person_id AS name, observed_at FROM marks WHERE file_id = $file_id ORDER BY ALL;

-- what:   whose fixes a file marked, or told where an earlier file had marked them, and of when
-- reads:  marks, repeats
-- writes: nothing
-- grain:  one person and instant
SELECT person_id AS name, observed_at FROM marks WHERE file_id = $file_id
UNION
SELECT person_id, observed_at FROM marks SEMI JOIN (SELECT record FROM repeats WHERE file_id = $file_id) AS told
    USING (record)
ORDER BY name, observed_at;

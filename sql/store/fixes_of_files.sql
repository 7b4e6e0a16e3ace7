-- what:   whose fixes hang on files that do not stand, and of when: theirs, and marked ones that they told too
-- reads:  fixes, repeats, marks
-- writes: nothing
-- grain:  one fix
SELECT person_id AS name, observed_at FROM fixes WHERE file_id IN (SELECT unnest($files))
UNION ALL
SELECT person_id, observed_at
FROM marks SEMI JOIN (SELECT record FROM repeats WHERE file_id IN (SELECT unnest($files))) AS told USING (record);

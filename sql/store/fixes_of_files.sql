-- what:   whose fixes hang on files that do not stand, and of when: told first by them, or marked otherwise since
-- reads:  fixes, marks
-- writes: nothing
-- grain:  one fix
SELECT person_id AS name, observed_at FROM fixes WHERE file_id IN (SELECT unnest($files))
UNION ALL
SELECT person_id, observed_at FROM marks WHERE marked_at > $known_at OR lifted_at > $known_at;

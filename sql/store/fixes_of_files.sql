-- what:   whose fixes some files told, and of when
-- reads:  fixes
-- writes: nothing
-- grain:  one fix
SELECT person_id AS name, observed_at FROM fixes WHERE file_id IN (SELECT unnest($files));

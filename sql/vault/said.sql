-- what:   where the vault holds what files say of some people, and how many of the main columns each row tells
-- reads:  asked (name), persons
-- writes: nothing
-- grain:  one row of a file
SELECT person_id AS name, file_id, line,
       (persons.name IS NOT NULL)::INTEGER + (phone IS NOT NULL)::INTEGER + (address IS NOT NULL)::INTEGER
       + (document_number IS NOT NULL)::INTEGER AS told
FROM persons
WHERE person_id IN (SELECT asked.name FROM asked);

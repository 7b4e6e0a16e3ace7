-- what:   what some people are called, and where, of those whose rows tell more than one name
-- reads:  asked (person_id, file_id, line), persons
-- writes: nothing
-- grain:  one row of a file that tells a name
SELECT asked.person_id, asked.file_id, name
FROM asked JOIN persons ON persons.file_id = asked.file_id AND persons.line = asked.line
WHERE name IS NOT NULL
QUALIFY min(name) OVER (PARTITION BY asked.person_id) <> max(name) OVER (PARTITION BY asked.person_id)
ORDER BY asked.person_id, asked.file_id;

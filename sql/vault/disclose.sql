-- what:   who the people asked for are: of each column what the last of a person's rows that tells it says
-- reads:  asked (place, person_id, file_id, line), keys, persons
-- writes: nothing
-- grain:  one person asked for
SELECT asked.person_id, any_value(keys.source_key) AS source_key, arg_max(persons.name, place) AS name,
       arg_max(persons.phone, place) AS phone, arg_max(persons.address, place) AS address
FROM asked
LEFT JOIN keys ON keys.pseudonym = asked.person_id
LEFT JOIN persons ON persons.file_id = asked.file_id AND persons.line = asked.line
GROUP BY asked.person_id
ORDER BY asked.person_id;

-- what:   who the people asked for are: of each column the last that is told; a phone given as 13800138000.0 without its .0
-- reads:  asked (place, person_id, file_id, line), keys, persons
-- writes: nothing
-- grain:  one person asked for
SELECT asked.person_id, any_value(keys.source_key) AS source_key, arg_max(persons.name, place) AS name,
       regexp_replace(arg_max(persons.phone, place), '^([0-9]{1,15})[.]0+$', '\1') AS phone,
       arg_max(persons.address, place) AS address
FROM asked
LEFT JOIN keys ON keys.pseudonym = asked.person_id
LEFT JOIN persons ON persons.file_id = asked.file_id AND persons.line = asked.line
GROUP BY asked.person_id
ORDER BY asked.person_id;

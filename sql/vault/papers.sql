-- what:   what is known of people that may tell whether they are one: by the row of a persons file that counts of each
-- reads:  asked (person_id, file_id, line), keys, persons
-- writes: nothing
-- grain:  one person asked for
SELECT asked.person_id, asked.file_id, source_key, name, document_type, document_number, phone, birth_date, sex
FROM asked
LEFT JOIN keys ON keys.pseudonym = asked.person_id
LEFT JOIN persons ON persons.file_id = asked.file_id AND persons.line = asked.line
ORDER BY asked.person_id;

-- what:   who the people asked for are, as last known
-- reads:  asked (person_id), taken, keys, persons
-- writes: nothing
-- grain:  one person asked for
SELECT asked.person_id, keys.source_key, known.name, known.phone, known.address
FROM asked
LEFT JOIN keys ON keys.pseudonym = asked.person_id
LEFT JOIN (
    SELECT * FROM persons SEMI JOIN taken USING (file_id)
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY file_id DESC, line DESC) = 1
) AS known ON known.person_id = asked.person_id
ORDER BY asked.person_id;

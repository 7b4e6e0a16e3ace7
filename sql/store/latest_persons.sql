-- what:   the persons as last known
-- reads:  persons
-- writes: nothing
-- grain:  one person
SELECT * FROM persons
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY file_id DESC, line DESC) = 1;

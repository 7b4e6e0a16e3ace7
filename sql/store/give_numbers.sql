-- what:   give a number to every name that has none, from 1 on
-- reads:  arrived (name), numbers
-- writes: numbers
-- grain:  one name
INSERT INTO numbers
SELECT row_number() OVER (ORDER BY name) + (SELECT count(*) FROM numbers), name
FROM arrived ANTI JOIN numbers USING (name);

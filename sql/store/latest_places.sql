-- what:   the places as last known
-- reads:  places
-- writes: nothing
-- grain:  one place
SELECT * FROM places
QUALIFY row_number() OVER (PARTITION BY place_id ORDER BY file_id DESC, line DESC) = 1;

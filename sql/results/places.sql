-- what:   the places where people met
-- reads:  places
-- writes: nothing
-- grain:  one place
SELECT place_id, name, kind FROM places ORDER BY place_id;

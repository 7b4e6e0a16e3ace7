-- what:   which keys were last proposed to be one person, and why
-- reads:  proposals
-- writes: nothing
-- grain:  two people
SELECT person_id, other_id, reasons, told, against FROM proposals ORDER BY person_id, other_id;

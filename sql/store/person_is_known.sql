-- what:   whether any record names a person
-- reads:  fixes, checkins, proximity, tickets, passages, vehicles, households, persons, tests, cases, isolations, followups
-- writes: nothing
-- grain:  one row
SELECT EXISTS (
    SELECT person_id FROM fixes WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM checkins WHERE person_id = $person_id
    UNION ALL SELECT person_a FROM proximity WHERE $person_id IN (person_a, person_b)
    UNION ALL SELECT person_id FROM tickets WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM passages WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM vehicles WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM households WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM persons WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM tests WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM cases WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM isolations WHERE person_id = $person_id
    UNION ALL SELECT person_id FROM followups WHERE person_id = $person_id
);

-- what:   everybody whom any record names
-- reads:  fixes, checkins, proximity, tickets, passages, vehicles, households, persons, tests, cases, isolations, followups
-- writes: nothing
-- grain:  one person
SELECT person_id FROM fixes
UNION SELECT person_id FROM checkins
UNION SELECT person_a FROM proximity
UNION SELECT person_b FROM proximity
UNION SELECT person_id FROM tickets
UNION SELECT person_id FROM passages WHERE person_id IS NOT NULL
UNION SELECT person_id FROM vehicles
UNION SELECT person_id FROM households
UNION SELECT person_id FROM persons
UNION SELECT person_id FROM tests
UNION SELECT person_id FROM cases
UNION SELECT person_id FROM isolations
UNION SELECT person_id FROM followups
ORDER BY person_id;

-- what:   what had been decided on people by an instant, in order
-- reads:  identities
-- writes: nothing
-- grain:  one decision
SELECT person_id, other_id, verdict, reasons, decided_at FROM identities
WHERE $known_at IS NULL OR decided_at <= $known_at
ORDER BY decided_at;

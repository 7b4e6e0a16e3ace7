-- what:   section 4, household: members of one household, at all times except while either is isolated
-- reads:  households, isolations
-- writes: pieces
-- grain:  two members and a stretch between isolations of either, once in either direction
INSERT INTO pieces BY NAME
WITH apart AS (
    SELECT person_id, from_at, coalesce(until_at, beyond()) AS until_at FROM isolations
    WHERE from_at < coalesce(until_at, beyond())
), pairs AS (
    SELECT DISTINCT a.person_id AS source, b.person_id AS person
    FROM households AS a JOIN households AS b USING (household_id)
    WHERE a.person_id <> b.person_id
), breaks AS (
    SELECT source, person, from_at, until_at FROM pairs JOIN apart ON person_id IN (source, person)
), begins AS (
    -- Time together begins at the beginning of all time, or where an isolation ends and no other goes on.
    SELECT source, person, -beyond() AS begins_at FROM pairs
    UNION
    SELECT source, person, until_at FROM breaks
)
SELECT $rule AS rule, source, person,
       begins_at AS source_from, coalesce(min(from_at) FILTER (begins_at < from_at), beyond()) AS source_until,
       begins_at AS person_from, source_until AS person_until
FROM begins LEFT JOIN breaks USING (source, person)
GROUP BY source, person, begins_at
HAVING NOT coalesce(bool_or(from_at <= begins_at AND begins_at < until_at), false);

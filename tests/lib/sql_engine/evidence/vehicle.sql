-- what:   section 4, vehicle: people linked to one plate while both links hold, except while either is isolated
-- reads:  vehicles, isolations
-- writes: pieces
-- grain:  two links of one plate and a stretch between isolations of either, once in either direction
INSERT INTO pieces BY NAME
WITH apart AS (
    SELECT person_id, from_at, coalesce(until_at, beyond()) AS until_at FROM isolations
    WHERE from_at < coalesce(until_at, beyond())
), links AS (
    SELECT plate, person_id, coalesce(from_at, -beyond()) AS from_at, coalesce(until_at, beyond()) AS until_at
    FROM vehicles
), linked AS (
    SELECT a.person_id AS source, b.person_id AS person,
           greatest(a.from_at, b.from_at) AS both_from, least(a.until_at, b.until_at) AS both_until
    FROM links AS a JOIN links AS b USING (plate)
    WHERE a.person_id <> b.person_id AND a.from_at < b.until_at AND b.from_at < a.until_at
), breaks AS (
    SELECT DISTINCT source, person, apart.from_at, apart.until_at
    FROM linked JOIN apart ON person_id IN (source, person)
), begins AS (
    SELECT source, person, both_from, both_until, both_from AS begins_at FROM linked
    UNION
    SELECT source, person, both_from, both_until, until_at FROM linked JOIN breaks USING (source, person)
    WHERE both_from < until_at AND until_at < both_until
)
SELECT $rule AS rule, source, person,
       begins_at AS source_from, least(both_until, min(from_at) FILTER (begins_at < from_at)) AS source_until,
       begins_at AS person_from, source_until AS person_until
FROM begins LEFT JOIN breaks USING (source, person)
GROUP BY source, person, both_from, both_until, begins_at
HAVING NOT coalesce(bool_or(from_at <= begins_at AND begins_at < until_at), false);

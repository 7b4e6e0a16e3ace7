-- what:   section 4, proximity: records that say two people were together, near enough or at an unknown distance
-- reads:  proximity
-- writes: pieces
-- grain:  one record, once in either direction
INSERT INTO pieces BY NAME
WITH told AS (
    SELECT *, observed_at + round(1000 * coalesce(duration_s, 300))::BIGINT AS until_at
    FROM proximity
    WHERE observed_at <= $as_of AND ($within_m IS NULL OR distance_m IS NULL OR distance_m <= $within_m)
), both_ways AS (
    SELECT *, person_a AS source, person_b AS person FROM told
    UNION ALL
    SELECT *, person_b, person_a FROM told
)
SELECT $rule AS rule, source, person,
       observed_at AS source_from, until_at AS source_until, observed_at AS person_from, until_at AS person_until,
       observed_at AS origin_at, distance_m AS x, 0 AS y, 0 AS vx, 0 AS vy
FROM both_ways
WHERE source <> person;

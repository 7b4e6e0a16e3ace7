-- what:   section 4, stay: two people at one place that the rule chooses, by check-ins and passages
-- reads:  checkins, passages, vehicles, places
-- writes: pieces
-- grain:  two stays at one place, once in either direction; the window and the air left behind come later
INSERT INTO pieces BY NAME
WITH passers AS (
    SELECT place_id, passed_at, direction, person_id FROM passages
    WHERE passed_at <= $as_of AND person_id IS NOT NULL
    UNION
    SELECT place_id, passed_at, direction, vehicles.person_id
    FROM passages JOIN vehicles USING (plate)
    WHERE passed_at <= $as_of AND coalesce(from_at <= passed_at, true) AND coalesce(passed_at < until_at, true)
), arrivals AS (
    SELECT person_id, place_id, checked_in_at, checked_out_at, $typical_stay_minutes::DOUBLE AS otherwise
    FROM checkins WHERE checked_in_at <= $as_of
    UNION ALL
    SELECT person_id, place_id, passed_at, NULL, 5 FROM passers WHERE direction IS DISTINCT FROM 'out'
), followed AS (
    SELECT *,
           min(checked_in_at) OVER (
               PARTITION BY person_id ORDER BY checked_in_at RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS next_check_in,
           count(checked_out_at) OVER (PARTITION BY person_id, place_id, checked_in_at) AS closed_alike
    FROM arrivals
), stays AS (
    SELECT person_id, place_id, checked_in_at AS from_at,
           coalesce(checked_out_at, least(
               next_check_in, checked_in_at + round(60000 * coalesce(typical_stay_minutes, otherwise))::BIGINT
           )) AS until_at
    FROM followed LEFT JOIN places USING (place_id)
    WHERE checked_out_at IS NOT NULL OR closed_alike = 0
    UNION ALL
    SELECT person_id, place_id, passed_at - 5 * 60000, passed_at FROM passers WHERE direction = 'out'
)
SELECT $rule AS rule, a.person_id AS source, b.person_id AS person, place_id,
       a.from_at AS source_from, a.until_at AS source_until, b.from_at AS person_from, b.until_at AS person_until,
       round($linger_minutes * 60000)::BIGINT AS linger_ms
FROM stays AS a JOIN stays AS b USING (place_id) LEFT JOIN places USING (place_id)
WHERE a.person_id <> b.person_id
  AND ($kinds IS NULL OR coalesce(list_contains($kinds::VARCHAR[], kind), false))
  AND ($enclosed IS NULL OR coalesce(enclosed = $enclosed::BOOLEAN, false));

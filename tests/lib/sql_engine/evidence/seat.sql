-- what:   section 4, seat: tickets on one run of a service, near enough by the rule's unit
-- reads:  tickets
-- writes: pieces
-- grain:  two tickets on one run, once in either direction
INSERT INTO pieces BY NAME
WITH rides AS (
    SELECT *, coalesce(mode IN ('flight', 'bus'), false) AS one_coach FROM tickets
    WHERE departs_at <= $as_of AND ($modes IS NULL OR coalesce(list_contains($modes::VARCHAR[], mode), false))
), runs AS (
    SELECT a.person_id AS source, b.person_id AS person,
           a.departs_at AS source_from, a.arrives_at AS source_until,
           b.departs_at AS person_from, b.arrives_at AS person_until,
           (a.one_coach AND b.one_coach) OR coalesce(a.coach = b.coach, false) AS same_coach,
           coalesce(abs(a."row" - b."row") <= $rows, false) AS near_rows
    FROM rides AS a JOIN rides AS b USING (service)
    WHERE a.person_id <> b.person_id AND a.departs_at < b.arrives_at AND b.departs_at < a.arrives_at
)
SELECT $rule AS rule, source, person, source_from, source_until, person_from, person_until FROM runs
WHERE CASE $unit WHEN 'vehicle' THEN true WHEN 'coach' THEN same_coach ELSE same_coach AND near_rows END;

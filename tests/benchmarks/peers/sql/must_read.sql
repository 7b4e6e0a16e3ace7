-- what:   the fixes that any method must read: the ends of the cases' moves, and of others' moves whose boxes, at the
--         same time, come within reach of theirs
-- reads:  probes, pairs
-- writes: nothing
-- grain:  one row of counts: fixes of cases, fixes of others, hours of people in which these lie
WITH of_cases AS (
    SELECT person_id, t0 AS at_ms FROM probes
    UNION
    SELECT person_id, t1 AS at_ms FROM probes
),

of_others AS (
    SELECT person_id, b_t0 AS at_ms FROM pairs
    UNION
    SELECT person_id, b_t1 AS at_ms FROM pairs
),

hours AS (
    SELECT person_id, at_ms // 3600000 AS hour FROM of_cases
    UNION
    SELECT person_id, at_ms // 3600000 AS hour FROM of_others
)

SELECT (SELECT count(*) FROM of_cases), (SELECT count(*) FROM of_others), (SELECT count(*) FROM hours);

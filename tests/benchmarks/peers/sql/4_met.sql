-- what:   the stretches in which two moves are within within_m metres: the exact roots of the distance, a quadratic in
--         time, to the millisecond
-- reads:  pairs
-- writes: met
-- grain:  one pair of moves that come near
CREATE OR REPLACE TEMP TABLE met AS
WITH speeds AS (
    SELECT
        *,
        greatest(a_t0, b_t0) AS zero_at, least(a_t1, b_t1) - greatest(a_t0, b_t0) AS lasts,
        metres_per_degree() * cos(radians((a_lat0 + a_lat1 + b_lat0 + b_lat1) / 4)) AS east_m,
        (a_lat1 - a_lat0) / (a_t1 - a_t0) AS a_north, (a_lon1 - a_lon0) / (a_t1 - a_t0) AS a_east,
        (b_lat1 - b_lat0) / (b_t1 - b_t0) AS b_north, (b_lon1 - b_lon0) / (b_t1 - b_t0) AS b_east
    FROM pairs
),

relative AS (
    SELECT
        source_id, person_id, zero_at, lasts,
        east_m * (a_lon0 + a_east * (zero_at - a_t0) - b_lon0 - b_east * (zero_at - b_t0)) AS x,
        metres_per_degree() * (a_lat0 + a_north * (zero_at - a_t0) - b_lat0 - b_north * (zero_at - b_t0)) AS y,
        east_m * (a_east - b_east) AS vx,
        metres_per_degree() * (a_north - b_north) AS vy
    FROM speeds
),

quadratic AS (
    SELECT
        source_id, person_id, zero_at, lasts,
        vx * vx + vy * vy AS a, x * vx + y * vy AS b, x * x + y * y - getvariable('within_m') ^ 2 AS c
    FROM relative
),

halves AS (
    SELECT *, -(b + if(b < 0, -1, 1) * sqrt(b * b - a * c)) AS q
    FROM quadratic
    WHERE (a = 0 AND c <= 0) OR (a > 0 AND b * b >= a * c)
),

roots AS (
    SELECT
        source_id, person_id, zero_at, lasts,
        if(a = 0, 0, least(q / a, if(q = 0, 0, c / q))) AS enters,
        if(a = 0, lasts, greatest(q / a, if(q = 0, 0, c / q))) AS leaves
    FROM halves
)

SELECT
    source_id, person_id,
    zero_at + floor(greatest(enters, 0) + 0.5)::BIGINT AS started_at,
    zero_at + floor(least(leaves, lasts) + 0.5)::BIGINT AS finished_at
FROM roots
WHERE leaves > 0 AND enters < lasts;

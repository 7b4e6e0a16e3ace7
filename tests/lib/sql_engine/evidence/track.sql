-- what:   section 4, track: when two straight moves are within $within_m metres of each other
-- reads:  fixes
-- writes: pieces
-- grain:  two moves that share time and come near enough, once in either direction
INSERT INTO pieces BY NAME
WITH usable AS (
    SELECT * FROM fixes
    WHERE observed_at <= $as_of AND (accuracy_m IS NULL OR accuracy_m <= $max_accuracy_m)
    QUALIFY 1 = row_number() OVER (
        PARTITION BY person_id, observed_at ORDER BY accuracy_m NULLS LAST, latitude, longitude
    )
), steps AS (
    SELECT person_id, observed_at AS started_at, latitude, longitude,
           lead(observed_at) OVER track AS finished_at,
           lead(latitude) OVER track - latitude AS north,
           short_way(lead(longitude) OVER track - longitude) AS east
    FROM usable
    WINDOW track AS (PARTITION BY person_id ORDER BY observed_at)
), moves AS (
    SELECT *, finished_at - started_at AS lasts FROM steps
    WHERE finished_at - started_at <= $max_gap_minutes * 60000
), shared AS (
    SELECT a AS one, b AS other,
           greatest(a.started_at, b.started_at) AS started_at, least(a.finished_at, b.finished_at) AS finished_at
    FROM moves AS a JOIN moves AS b ON a.started_at < b.finished_at AND b.started_at < a.finished_at
    WHERE a.person_id <> b.person_id
), apart AS (
    SELECT *, finished_at - started_at AS lasts,
           cos(radians((one.latitude + other.latitude) / 2 + (one.north + other.north) / 4)) AS narrowing,
           one.latitude - other.latitude + one.north * (started_at - one.started_at) / one.lasts
               - other.north * (started_at - other.started_at) / other.lasts AS north,
           short_way(one.longitude - other.longitude + one.east * (started_at - one.started_at) / one.lasts
               - other.east * (started_at - other.started_at) / other.lasts) AS east
    FROM shared
), approaches AS (
    SELECT one.person_id AS source, other.person_id AS person, started_at, lasts,
           earth_m() * radians(east + way_round) * narrowing AS x,
           earth_m() * radians(north) AS y,
           earth_m() * radians(lasts * (one.east / one.lasts - other.east / other.lasts)) * narrowing AS dx,
           earth_m() * radians(lasts * (one.north / one.lasts - other.north / other.lasts)) AS dy
    -- Near is who is near one way round the earth; the short way is the shortest at every instant.
    FROM apart CROSS JOIN (VALUES (-360), (0), (360)) AS ways (way_round)
), solved AS (
    -- |p + s d|² = within² is d² s² + 2 (p·d) s + (p² - within²) = 0 in the share s of the time that both moves have.
    SELECT *, dx * dx + dy * dy AS d2, x * dx + y * dy AS pd,
           ($within_m * $within_m) * (dx * dx + dy * dy) - (x * dy - y * dx) ** 2 AS discriminant
    FROM approaches
), shares AS (
    SELECT *,
           CASE WHEN d2 = 0 THEN 0 ELSE greatest(0, (-pd - sqrt(discriminant)) / d2) END AS enters,
           CASE WHEN d2 = 0 THEN 1 ELSE least(1, (-pd + sqrt(discriminant)) / d2) END AS leaves
    FROM solved
    WHERE CASE WHEN d2 = 0 THEN x * x + y * y <= $within_m * $within_m ELSE discriminant >= 0 END
)
SELECT $rule AS rule, source, person,
       started_at + round(enters * lasts)::BIGINT AS source_from,
       started_at + round(leaves * lasts)::BIGINT AS source_until,
       source_from AS person_from, source_until AS person_until,
       started_at AS origin_at, x, y, dx / lasts AS vx, dy / lasts AS vy
FROM shares
WHERE enters < leaves;

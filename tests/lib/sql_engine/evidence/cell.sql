-- what:   section 4, cell: two people in one cell of the grid, positions as in track, where they dwell if need be
-- reads:  fixes
-- writes: pieces
-- grain:  two stretches of moves in one cell that share time, once in either direction
INSERT INTO pieces BY NAME
WITH usable AS (
    SELECT * FROM fixes
    WHERE observed_at <= $as_of AND (accuracy_m IS NULL OR accuracy_m <= $max_accuracy_m)
    QUALIFY 1 = row_number() OVER (
        PARTITION BY person_id, observed_at ORDER BY accuracy_m NULLS LAST, latitude, longitude
    )
), steps AS (
    SELECT person_id, observed_at AS started_at, longitude,
           lead(observed_at) OVER track AS finished_at,
           earth_m() * radians(latitude) / $cell_m AS south,
           earth_m() * radians(lead(latitude) OVER track) / $cell_m AS north,
           longitude + short_way(lead(longitude) OVER track - longitude) AS longitude_then
    FROM usable
    WINDOW track AS (PARTITION BY person_id ORDER BY observed_at)
), moves AS (
    SELECT * FROM steps WHERE finished_at - started_at <= $max_gap_minutes * 60000
), by_row AS (
    SELECT *, unnest(cut(south, north, 0, 1, whole_between(south, north))) AS part FROM moves
), in_row AS (
    SELECT *, floor(south + (north - south) * middle(part)) AS "row" FROM by_row
), by_turn AS (
    -- Longitude counts from -180 to 180: a move over that meridian goes on at the other end of its row.
    SELECT * REPLACE (unnest(cut(longitude, longitude_then, part[1], part[2], [-180, 180])) AS part) FROM in_row
), in_turn AS (
    SELECT *,
           earth_m() * cos("row" * $cell_m / earth_m()) / $cell_m AS columns_per_radian,
           360 * floor((longitude + (longitude_then - longitude) * middle(part) + 180) / 360) AS turned
    FROM by_turn
), along AS (
    SELECT *,
           columns_per_radian * radians(longitude - turned) AS west,
           columns_per_radian * radians(longitude_then - turned) AS east
    FROM in_turn
), by_column AS (
    SELECT * REPLACE (unnest(cut(west, east, part[1], part[2], whole_between(west, east))) AS part) FROM along
), stands AS (
    SELECT person_id, "row", floor(west + (east - west) * middle(part)) AS "column",
           started_at + round(part[1] * (finished_at - started_at))::BIGINT AS from_at,
           started_at + round(part[2] * (finished_at - started_at))::BIGINT AS until_at
    FROM by_column
), homes AS (
    -- The hours are the decimals that the definition writes; where it asks for none, nobody is held to dwell anywhere.
    SELECT *, sum(greatest(0, least(until_at, $as_of) - greatest(from_at, $as_of - $dwell_days * 86400000))) OVER (
                  PARTITION BY person_id, "row", "column"
              ) > $dwell_more_than_hours::VARCHAR::DECIMAL(18, 9) * 3600000 AS dwells
    FROM stands
)
SELECT $rule AS rule, a.person_id AS source, b.person_id AS person,
       a.from_at AS source_from, a.until_at AS source_until, b.from_at AS person_from, b.until_at AS person_until
FROM homes AS a JOIN homes AS b USING ("row", "column")
WHERE a.person_id <> b.person_id AND a.from_at < b.until_at AND b.from_at < a.until_at
  AND ($dwell_more_than_hours IS NULL OR CASE $dwell_who
           WHEN 'either' THEN a.dwells OR b.dwells WHEN 'both' THEN a.dwells AND b.dwells ELSE b.dwells
       END);

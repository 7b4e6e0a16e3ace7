-- what:   what the statements below say alike; the variables within_m, gap_ms, bucket_ms, least_ms, rolling_ms, as_of,
--         max_accuracy_m are set before
-- reads:  nothing
-- writes: macros
-- grain:  one expression, one table
CREATE OR REPLACE TEMP MACRO metres_per_degree() AS pi() * 6371008.8 / 180;
-- A little more than within_m, in degrees of latitude, and of longitude at a latitude.
CREATE OR REPLACE TEMP MACRO reach() AS 1.001 * getvariable('within_m') / metres_per_degree();
CREATE OR REPLACE TEMP MACRO sideways(latitude) AS reach() / cos(radians(abs(latitude) + 1));
CREATE OR REPLACE TEMP MACRO bucket(ms) AS ms // getvariable('bucket_ms');
CREATE OR REPLACE TEMP MACRO cells(low, high) AS range(floor(low * 100)::BIGINT, floor(high * 100)::BIGINT + 1);
-- A slot is as long as the longest gap, so a move stands in two at most.
CREATE OR REPLACE TEMP MACRO slot_of(ms) AS ms // getvariable('gap_ms');
CREATE OR REPLACE TEMP MACRO slots(from_ms, to_ms) AS range(slot_of(from_ms), slot_of(to_ms) + 1);
CREATE OR REPLACE TEMP MACRO small_cell(degrees) AS floor(degrees * 600)::BIGINT;
CREATE OR REPLACE TEMP MACRO small_cells(low, high) AS range(small_cell(low), small_cell(high) + 1);
-- The moves between successive usable fixes of a table of them.
CREATE OR REPLACE TEMP MACRO moves_of(fixes_table) AS TABLE
WITH usable AS (
    SELECT person_id, epoch_ms(observed_at) AS at_ms, latitude, longitude
    FROM query_table(fixes_table)
    WINDOW best_first AS (PARTITION BY person_id ORDER BY observed_at, accuracy_m NULLS LAST, latitude, longitude)
    QUALIFY lag(observed_at) OVER best_first IS DISTINCT FROM observed_at
),

ahead AS (
    SELECT
        person_id, at_ms AS t0, latitude AS lat0, longitude AS lon0,
        lead(at_ms) OVER in_time AS t1, lead(latitude) OVER in_time AS lat1, lead(longitude) OVER in_time AS lon1
    FROM usable
    WINDOW in_time AS (PARTITION BY person_id ORDER BY at_ms)
)

SELECT
    *,
    least(lat0, lat1) AS south, greatest(lat0, lat1) AS north,
    least(lon0, lon1) AS west, greatest(lon0, lon1) AS east
FROM ahead
WHERE t1 - t0 <= getvariable('gap_ms');

-- what:   pairs of moves, one of a source and one of somebody who was near one, that share time and whose boxes touch,
--         found by an equality join on slots of time and small cells
-- reads:  fixes, wanted, probes
-- writes: picked, pairs
-- grain:  one pair of moves
CREATE OR REPLACE TEMP TABLE picked AS
SELECT fixes.*
FROM fixes
INNER JOIN wanted ON wanted.person_id = fixes.person_id AND bucket = bucket(epoch_ms(observed_at))
WHERE
    observed_at BETWEEN getvariable('from_at') AND getvariable('until_at')
    AND (accuracy_m IS NULL OR accuracy_m <= getvariable('max_accuracy_m'));

CREATE OR REPLACE TEMP VIEW pairs AS
WITH asked AS (
    SELECT
        *, south - reach() AS low, north + reach() AS high, west - sideways(north) AS leftmost, east + sideways(north) AS rightmost
    FROM probes
),

asked_slots AS (SELECT *, unnest(slots(t0, t1)) AS slot FROM asked),
asked_rows AS (SELECT *, unnest(small_cells(low, high)) AS cell_row FROM asked_slots),
asked_cells AS (SELECT *, unnest(small_cells(leftmost, rightmost)) AS cell_column FROM asked_rows),
stood AS (SELECT *, unnest(slots(t0, t1)) AS slot FROM moves_of('picked')),
stood_rows AS (SELECT *, unnest(small_cells(south, north)) AS cell_row FROM stood),
stood_cells AS (SELECT *, unnest(small_cells(west, east)) AS cell_column FROM stood_rows)

SELECT
    a.person_id AS source_id, b.person_id,
    a.t0 AS a_t0, a.t1 AS a_t1, a.lat0 AS a_lat0, a.lon0 AS a_lon0, a.lat1 AS a_lat1, a.lon1 AS a_lon1,
    b.t0 AS b_t0, b.t1 AS b_t1, b.lat0 AS b_lat0, b.lon0 AS b_lon0, b.lat1 AS b_lat1, b.lon1 AS b_lon1
FROM asked_cells AS a
INNER JOIN stood_cells AS b USING (slot, cell_row, cell_column)
WHERE
    a.person_id <> b.person_id
    AND a.t0 < b.t1 AND b.t0 < a.t1
    AND a.low <= b.north AND b.south <= a.high AND a.leftmost <= b.east AND b.west <= a.rightmost
    -- Each pair once: in the first slot, row and column that both have.
    AND slot = slot_of(greatest(a.t0, b.t0))
    AND cell_row = small_cell(greatest(a.low, b.south))
    AND cell_column = small_cell(greatest(a.leftmost, b.west));

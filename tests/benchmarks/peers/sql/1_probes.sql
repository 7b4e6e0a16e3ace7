-- what:   the moves of the people the search starts from, about their windows, and the box each is in by bucket of time
-- reads:  fixes, windows
-- writes: sources, probes, probe_boxes
-- grain:  one source; one move; one source, bucket of time and cell that its box touches
CREATE OR REPLACE TEMP TABLE sources AS
SELECT source_id, min(w0) AS w0, max(w1) AS w1 FROM windows GROUP BY source_id;

SET VARIABLE from_at = (SELECT epoch_ms(min(w0) - getvariable('gap_ms')) FROM sources);
SET VARIABLE until_at = (
    SELECT epoch_ms(least(max(w1) + getvariable('gap_ms'), getvariable('as_of'))) FROM sources
);

CREATE OR REPLACE TEMP TABLE picked AS
SELECT person_id, observed_at, latitude, longitude, accuracy_m
FROM fixes
INNER JOIN sources ON source_id = person_id
WHERE
    observed_at BETWEEN getvariable('from_at') AND getvariable('until_at')
    AND epoch_ms(observed_at) BETWEEN w0 - getvariable('gap_ms') AND w1 + getvariable('gap_ms')
    AND (accuracy_m IS NULL OR accuracy_m <= getvariable('max_accuracy_m'));

CREATE OR REPLACE TEMP TABLE probes AS SELECT * FROM moves_of('picked');

CREATE OR REPLACE TEMP TABLE probe_boxes AS
WITH stretched AS (
    SELECT *, unnest(range(bucket(t0), bucket(t1) + 1)) AS bucket FROM probes
),

boxes AS (
    SELECT
        person_id AS source_id, bucket,
        min(south) - reach() AS south, max(north) + reach() AS north,
        min(west) - sideways(max(north)) AS west, max(east) + sideways(max(north)) AS east
    FROM stretched
    GROUP BY ALL
),

rows AS (SELECT *, unnest(cells(south, north)) AS cell_row FROM boxes)

SELECT *, unnest(cells(west, east)) AS cell_column FROM rows;

-- what:   which people's boxes touch a source's in a bucket of time: a box holds a person's fixes of the bucket and of
--         the longest gap before and after it, so also all moves that reach into the bucket
-- reads:  fixes, probe_boxes
-- writes: near, wanted
-- grain:  one source, person and bucket; one person and bucket whose fixes are needed
CREATE OR REPLACE TEMP TABLE near AS
WITH stretched AS (
    SELECT
        person_id, latitude, longitude,
        unnest(range(
            bucket(epoch_ms(observed_at) - getvariable('gap_ms')),
            bucket(epoch_ms(observed_at) + getvariable('gap_ms')) + 1
        )) AS bucket
    FROM fixes
    WHERE
        observed_at BETWEEN getvariable('from_at') AND getvariable('until_at')
        AND (accuracy_m IS NULL OR accuracy_m <= getvariable('max_accuracy_m'))
),

boxes AS (
    SELECT
        person_id, bucket,
        min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east
    FROM stretched
    GROUP BY ALL
),

rows AS (SELECT *, unnest(cells(south, north)) AS cell_row FROM boxes),
celled AS (SELECT *, unnest(cells(west, east)) AS cell_column FROM rows)

SELECT DISTINCT probe.source_id, other.person_id, bucket
FROM celled AS other
INNER JOIN probe_boxes AS probe USING (bucket, cell_row, cell_column)
WHERE
    other.south <= probe.north AND probe.south <= other.north
    AND other.west <= probe.east AND probe.west <= other.east
    AND source_id <> person_id;

CREATE OR REPLACE TEMP TABLE wanted AS
SELECT DISTINCT person_id, unnest([bucket - 1, bucket, bucket + 1]) AS bucket FROM near;

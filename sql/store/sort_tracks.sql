-- what:   put the fixes that a file told in order, also those that earlier files told, by tracks that filters look at
-- reads:  fixes, repeats
-- writes: tracks, for the time that the store is open
-- grain:  one record; track: the same number for so many fixes of a person and device; part: of so many, about alike
CREATE OR REPLACE TEMP TABLE tracks AS
WITH told AS (
    SELECT * FROM fixes WHERE file_id = $file_id
    UNION ALL
    SELECT fixes.* FROM fixes SEMI JOIN (
        SELECT record >> 32 AS file_id, record & 4294967295 AS line FROM repeats WHERE file_id = $file_id
    ) AS again USING (file_id, line)
), tracked AS (
    SELECT hash(person_id, device_id, (place - 1) // $most) AS track, *
    FROM (SELECT rank() OVER (PARTITION BY person_id, device_id ORDER BY observed_at) AS place, * FROM told)
)
SELECT CAST(((track >> 40) * $parts) >> 24 AS INTEGER) AS part, track, epoch_ms(observed_at) AS "at",
       latitude, longitude, accuracy_m, (file_id::BIGINT << 32) | line AS record
FROM tracked
ORDER BY part, track, "at", latitude, longitude, accuracy_m NULLS LAST, record;

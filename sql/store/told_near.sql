-- what:   the fixes of devices in stretches of time that a file told, also such as earlier files told
-- reads:  stretches (stretch, person_id, device_id, sees_from, sees_to), fixes, repeats
-- writes: nothing
-- grain:  one fix in one stretch
WITH told AS (
    SELECT * FROM fixes WHERE file_id = $file_id
    UNION ALL
    SELECT fixes.* FROM fixes SEMI JOIN (
        SELECT record >> 32 AS file_id, record & 4294967295 AS line FROM repeats WHERE file_id = $file_id
    ) AS again USING (file_id, line)
)
SELECT stretch, epoch_ms(observed_at) AS "at", latitude, longitude, accuracy_m, (file_id::BIGINT << 32) | line AS record
FROM told JOIN stretches
    ON told.person_id = stretches.person_id
    AND told.device_id IS NOT DISTINCT FROM stretches.device_id
    AND observed_at BETWEEN make_timestamp_ms(sees_from) AND make_timestamp_ms(sees_to);

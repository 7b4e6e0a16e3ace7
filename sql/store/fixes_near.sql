-- what:   the fixes of devices in stretches of time
-- reads:  stretches (stretch, person_id, device_id, sees_from, sees_to), fixes
-- writes: nothing
-- grain:  one fix in one stretch
SELECT stretch, epoch_ms(observed_at) AS "at", latitude, longitude, accuracy_m, (file_id::BIGINT << 32) | line AS record
FROM fixes JOIN stretches
    ON fixes.person_id = stretches.person_id
    AND fixes.device_id IS NOT DISTINCT FROM stretches.device_id
    AND observed_at BETWEEN make_timestamp_ms(sees_from) AND make_timestamp_ms(sees_to);

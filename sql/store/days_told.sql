-- what:   from when to when a file tells fixes of each device, day by day, also such as earlier files told
-- reads:  fixes, repeats
-- writes: nothing
-- grain:  one person, device and day
WITH told AS (
    SELECT person_id, device_id, observed_at FROM fixes WHERE file_id = $file_id
    UNION ALL
    SELECT person_id, device_id, observed_at FROM fixes SEMI JOIN (
        SELECT record >> 32 AS file_id, record & 4294967295 AS line FROM repeats WHERE file_id = $file_id
    ) AS again USING (file_id, line)
)
SELECT person_id, device_id, epoch_ms(min(observed_at)) AS from_ms, epoch_ms(max(observed_at)) AS to_ms,
       count(*) AS fixes
FROM told
GROUP BY person_id, device_id, date_trunc('day', observed_at)
ORDER BY person_id, device_id, from_ms;

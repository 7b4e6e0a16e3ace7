-- what:   a part of the tracks that were put in order
-- reads:  tracks
-- writes: nothing
-- grain:  one record
SELECT track, "at", latitude, longitude, accuracy_m, record
FROM tracks
WHERE part = $part
ORDER BY track, "at", latitude, longitude, accuracy_m NULLS LAST, record;

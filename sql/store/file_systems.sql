-- what:   the coordinate system that was named for each file, and the text of the profile that it was read by
-- reads:  files, profiles
-- writes: nothing
-- grain:  one file that was taken in
SELECT file_id, crs, text AS profile
FROM files LEFT JOIN profiles ON profiles.sha256 = profile_sha256
WHERE status = 'taken'
ORDER BY file_id;

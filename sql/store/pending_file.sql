-- what:   where a pending file lies, and the profile it was brought with
-- reads:  files, profiles
-- writes: nothing
-- grain:  one file
SELECT name, path, crs, brought_at, profiles.text AS profile_text
FROM files LEFT JOIN profiles ON profiles.sha256 = profile_sha256
WHERE file_id = $file_id;

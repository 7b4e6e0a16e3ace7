-- what:   files that were read by a source profile whose text is not kept
-- reads:  files, profiles
-- writes: nothing
-- grain:  one file; no rows is right
SELECT file_id, profile
FROM files LEFT JOIN profiles ON profiles.sha256 = profile_sha256
WHERE profile_sha256 IS NOT NULL AND profiles.sha256 IS NULL;

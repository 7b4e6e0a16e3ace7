-- what:   note that a file was brought, under the next number
-- reads:  files
-- writes: files
-- grain:  one file
INSERT INTO files (file_id, name, path, crs, profile, profile_sha256, status, brought_at)
SELECT coalesce(max(file_id), 0) + 1, $name, $path, $crs, $profile, $profile_sha256, 'pending', $at FROM files
RETURNING file_id;

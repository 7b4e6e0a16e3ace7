-- what:   what became of some files, each as it was brought last
-- reads:  files
-- writes: nothing
-- grain:  one path that was brought
SELECT path, max_by(status, file_id) AS status
FROM files
WHERE list_contains($paths, path)
GROUP BY path;

-- what:   tell of the refused members of an archive, each as it was brought last, what became of the archive
-- reads:  files
-- writes: files
-- grain:  one member that was refused
UPDATE files
SET reason = reason || $words
WHERE status = 'refused'
    AND file_id IN (SELECT max(file_id) FROM files WHERE list_contains($paths, path) GROUP BY path);

-- what:   every rejected row: where it stands and why it was not loaded
-- reads:  rejects, files
-- writes: nothing
-- grain:  one rejected row
SELECT files.name AS file, line, column_name AS "column", value_class, rejects.reason
FROM rejects JOIN files USING (file_id)
ORDER BY file_id, line;

-- what:   the places of which files or rows that changed tell
-- reads:  places, changed_files (file_id), changed_rows (file_id, line)
-- writes: nothing
-- grain:  one place
SELECT place_id FROM places SEMI JOIN changed_files USING (file_id)
UNION SELECT place_id FROM places SEMI JOIN changed_rows USING (file_id, line)
ORDER BY place_id;

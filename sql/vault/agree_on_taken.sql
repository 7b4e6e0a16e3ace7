-- what:   note which files the store has taken in
-- reads:  arrived (file_id)
-- writes: taken
-- grain:  one file
INSERT OR IGNORE INTO taken BY NAME SELECT file_id FROM arrived;

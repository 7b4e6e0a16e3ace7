-- what:   forget the identities of files that were never taken in: an attempt broke off after the vault was written
-- reads:  taken
-- writes: persons
-- grain:  one row of a persons file
DELETE FROM persons WHERE file_id NOT IN (SELECT file_id FROM taken);

-- what:   forget the texts of files that were never taken in: an attempt broke off after the vault was written
-- reads:  taken
-- writes: followups
-- grain:  one row of a followups file
DELETE FROM followups WHERE file_id NOT IN (SELECT file_id FROM taken);

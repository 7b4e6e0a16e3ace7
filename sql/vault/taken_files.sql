-- what:   the files that the vault knows to be taken in
-- reads:  taken
-- writes: nothing
-- grain:  one file
SELECT file_id FROM taken;

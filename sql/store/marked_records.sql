-- what:   the records that are marked by the file that told them first
-- reads:  marks
-- writes: nothing
-- grain:  one record
SELECT DISTINCT record FROM marks WHERE record >> 32 = file_id ORDER BY record;

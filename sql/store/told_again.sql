-- what:   which of some records some files told again
-- reads:  asked (record), under (file_id), repeats
-- writes: nothing
-- grain:  one record
SELECT record FROM asked SEMI JOIN (SELECT record FROM repeats SEMI JOIN under USING (file_id)) AS again USING (record);

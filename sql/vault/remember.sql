-- what:   keep which key of a source stands behind each pseudonym; what is known already stays
-- reads:  arrived (pseudonym, family, source_key), keys
-- writes: keys
-- grain:  one pseudonym
INSERT INTO keys BY NAME
SELECT DISTINCT pseudonym, family, source_key FROM arrived ANTI JOIN keys USING (pseudonym);

-- what:   where people met in some exposures that this screen found
-- reads:  episodes, asked (lent)
-- writes: nothing
-- grain:  one place
SELECT DISTINCT unnest(place_ids) AS place_id FROM episodes JOIN asked USING (found_as);

-- what:   the episodes of some exposures that this screen found
-- reads:  episodes, asked (lent)
-- writes: nothing
-- grain:  one episode of one exposure
SELECT exposure, episodes.* EXCLUDE (found_as) FROM episodes JOIN asked USING (found_as);

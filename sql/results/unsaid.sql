-- what:   those episodes of some exposures that this screen found of which the records leave something unsaid
-- reads:  episodes, asked (lent)
-- writes: nothing
-- grain:  one episode of one exposure
SELECT exposure, episodes.* EXCLUDE (found_as) FROM episodes JOIN asked USING (found_as) WHERE len(missing) > 0;

-- what:   the episodes of the exposures of a case's graph
-- reads:  episodes, exposures
-- writes: nothing
-- grain:  one episode of one exposure
SELECT episodes.*
FROM episodes JOIN exposures USING (exposure)
WHERE case_id = $case_id AND (hop = 0 OR listed)
ORDER BY exposure, episode;

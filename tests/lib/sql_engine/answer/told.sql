-- what:   every exposure with its episodes, and whether a line rests on it
-- reads:  exposures, episodes, tiers
-- writes: nothing
-- grain:  one exposure of a search
SELECT case_id, source, person, rule, exposures.tier, measured_ms, hop,
       list([started_at, finished_at] ORDER BY started_at) AS episodes,
       coalesce(exposures.tier = any_value(tiers.tier) AND hop = any_value(at_hop), false) AS listed
FROM exposures JOIN episodes USING (case_id, hop, source, person, rule) LEFT JOIN tiers USING (case_id, person)
GROUP BY case_id, hop, source, person, rule, exposures.tier, measured_ms
ORDER BY ALL;

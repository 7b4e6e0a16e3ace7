-- what:   all confirmed cases with the numbers of people on their lists, by tier
-- reads:  cases, contacts
-- writes: nothing
-- grain:  one case
SELECT cases.*, coalesce(close, 0) AS close, coalesce(secondary, 0) AS secondary,
       coalesce(general, 0) AS general, coalesce(flagged, 0) AS flagged
FROM cases LEFT JOIN (
    SELECT case_id,
           count(*) FILTER (tier = 'close') AS close, count(*) FILTER (tier = 'secondary') AS secondary,
           count(*) FILTER (tier = 'general') AS general, count(*) FILTER (tier = 'flagged') AS flagged
    FROM contacts
    GROUP BY case_id
) AS tiers USING (case_id)
ORDER BY case_id;

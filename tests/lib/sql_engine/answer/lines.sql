-- what:   sections 6 and 7: the lines of all case lists, by the exposures of the tier reached
-- reads:  tiers, exposures, episodes, persons
-- writes: nothing
-- grain:  one contact of one case
WITH behind AS (
    SELECT * FROM tiers JOIN exposures USING (case_id, person, tier)
    JOIN episodes USING (case_id, hop, source, person, rule)
    WHERE hop = at_hop
), counted AS (
    -- Of each episode the part that none before it covers.
    SELECT *, greatest(0, finished_at - greatest(started_at, coalesce(max(finished_at) OVER before, started_at))) AS anew
    FROM behind
    WINDOW before AS (
        PARTITION BY case_id, person ORDER BY started_at, finished_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), told AS (
    SELECT case_id, person AS person_id, tier, rank,
           list_sort(list_distinct(list(source) FILTER (hop = 2))) AS via,
           min(started_at) AS first_contact_at, max(finished_at) AS last_contact_at,
           sum(anew) / 60000 AS minutes, min(closest_m) AS closest_m,
           list_sort(list_distinct(list(rule))) AS rules,
           list_sort(list_distinct(flatten(list(places)))) AS places,
           count(*) AS episodes
    FROM counted
    GROUP BY case_id, person, tier, rank
)
SELECT told.* EXCLUDE (rank) REPLACE (coalesce(via, []) AS via),
       strftime(local_day(last_contact_at - 1, $zone) + CASE tier
           WHEN 'close' THEN $close_days WHEN 'secondary' THEN $secondary_days
           WHEN 'general' THEN $general_days ELSE $flagged_days
       END::INTEGER, '%Y-%m-%d') AS follow_up_until,
       grid_id
FROM told LEFT JOIN persons USING (person_id)
ORDER BY case_id, rank, first_contact_at, person_id;

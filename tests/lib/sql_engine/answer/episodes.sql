-- what:   section 5: the time together of each source and person under one rule, clipped to the window, then merged
-- reads:  pieces, windows
-- writes: episodes
-- grain:  one stretch without a gap
INSERT INTO episodes
WITH clipped AS (
    SELECT case_id, hop, source, person, rule, place_id, origin_at, x, y, vx, vy, person_from, person_until,
           greatest(source_from, started_at) AS own_from,
           least(source_until, finished_at) AS own_until,
           -- The air of a room outlasts the source's stay and its window, not the analysis.
           least(own_until + linger_ms, $as_of) AS air_until
    FROM pieces JOIN windows USING (source)
    WHERE hop = $hop AND person <> case_person AND list_contains($rules::VARCHAR[], rule)
), together AS (
    SELECT *, greatest(own_from, person_from) AS started_at, least(air_until, person_until) AS finished_at
    FROM clipped WHERE own_from < own_until
), measured AS (
    SELECT *, CASE
        WHEN vx = 0 AND vy = 0 THEN 0
        ELSE greatest(started_at - origin_at, least(finished_at - origin_at, -(x * vx + y * vy) / (vx * vx + vy * vy)))
    END AS nearest
    FROM together WHERE started_at < finished_at
), counted AS (
    SELECT *, started_at > max(finished_at) OVER before AS apart
    FROM measured
    WINDOW before AS (
        PARTITION BY case_id, source, person, rule ORDER BY started_at, finished_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), numbered AS (
    SELECT *, count(*) FILTER (apart) OVER (
        PARTITION BY case_id, source, person, rule ORDER BY started_at, finished_at ROWS UNBOUNDED PRECEDING
    ) AS episode
    FROM counted
)
SELECT case_id, hop, source, person, rule, min(started_at), max(finished_at),
       min(sqrt((x + vx * nearest) ** 2 + (y + vy * nearest) ** 2)),
       list_distinct(list(place_id))
FROM numbered
GROUP BY case_id, hop, source, person, rule, episode;

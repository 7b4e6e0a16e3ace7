-- what:   section 5: the time that one rule chooses by `accumulate`, held against its threshold
-- reads:  episodes
-- writes: exposures
-- grain:  one source and one person whose time together reaches the threshold
INSERT INTO exposures
WITH met AS (
    SELECT * FROM episodes WHERE hop = $hop AND rule = $rule
), begins AS (
    -- A window that begins within an episode holds no less if it begins with that one, nor does one that begins in a
    -- gap if it begins with the next: of all windows, one that begins with an episode holds the most.
    SELECT case_id, source, person, started_at AS begins_at FROM met
), in_windows AS (
    SELECT case_id, source, person,
           sum(greatest(0, least(finished_at, begins_at + $window_ms) - greatest(started_at, begins_at))) AS held
    FROM met JOIN begins USING (case_id, source, person)
    GROUP BY case_id, source, person, begins_at
), by_day AS (
    SELECT *, unnest(range(0, local_day(finished_at, $zone) - local_day(started_at, $zone) + 1))::INTEGER AS later
    FROM met
), days AS (
    SELECT *, local_day(started_at, $zone) + later AS day FROM by_day
), in_days AS (
    SELECT case_id, source, person,
           sum(least(finished_at, midnight(day + 1, $zone)) - greatest(started_at, midnight(day, $zone))) AS held
    FROM days
    GROUP BY case_id, source, person, day
), held AS (
    SELECT case_id, source, person, finished_at - started_at AS held FROM met WHERE $accumulate = 'episode'
    UNION ALL
    SELECT case_id, source, person, sum(finished_at - started_at) FROM met WHERE $accumulate = 'period'
    GROUP BY case_id, source, person
    UNION ALL
    SELECT case_id, source, person, held FROM in_windows WHERE $accumulate = 'rolling'
    UNION ALL
    SELECT case_id, source, person, held FROM in_days WHERE $accumulate = 'day'
), measured AS (
    SELECT case_id, source, person, max(held)::BIGINT AS measured_ms FROM held GROUP BY case_id, source, person
)
SELECT case_id, $hop, source, person, $rule, $tier, measured_ms
FROM measured
WHERE measured_ms >= coalesce($at_least_minutes * 60000, 0) AND measured_ms > coalesce($more_than_minutes * 60000, 0);

-- what:   the episodes of the pairs that reach the threshold: stretches clipped to the window, merged where they
--         touch (two tracks' never overlap), and counted over rolling windows
-- reads:  met, windows
-- writes: qualifying
-- grain:  one episode of one source's window and one person
CREATE OR REPLACE TEMP TABLE qualifying AS
WITH clipped AS (
    SELECT
        case_id, source_id, person_id,
        greatest(started_at, w0) AS started_at, least(finished_at, w1) AS finished_at
    FROM met
    INNER JOIN windows USING (source_id)
    WHERE greatest(started_at, w0) < least(finished_at, w1)
),

marked AS (
    SELECT *, coalesce(started_at > lag(finished_at) OVER in_time, true) AS opens
    FROM clipped
    WINDOW in_time AS (PARTITION BY case_id, source_id, person_id ORDER BY started_at)
),

numbered AS (
    SELECT
        *,
        count(*) FILTER (opens) OVER (
            PARTITION BY case_id, source_id, person_id ORDER BY started_at ROWS UNBOUNDED PRECEDING
        ) AS episode
    FROM marked
),

episodes AS (
    SELECT case_id, source_id, person_id, min(started_at) AS started_at, max(finished_at) AS finished_at
    FROM numbered
    GROUP BY case_id, source_id, person_id, episode
),

-- A window that begins with an episode is never beaten; only the last episode in it may stick out.
measured AS (
    SELECT
        case_id, source_id, person_id,
        sum(finished_at - started_at) OVER ahead
        - greatest(max(finished_at) OVER ahead - started_at - getvariable('rolling_ms'), 0) AS together_ms
    FROM episodes
    WINDOW ahead AS (
        PARTITION BY case_id, source_id, person_id ORDER BY started_at
        RANGE BETWEEN CURRENT ROW AND getvariable('rolling_ms') FOLLOWING
    )
),

enough AS (
    SELECT case_id, source_id, person_id
    FROM measured
    GROUP BY ALL
    HAVING max(together_ms) >= getvariable('least_ms')
)

SELECT episodes.* FROM episodes SEMI JOIN enough USING (case_id, source_id, person_id);

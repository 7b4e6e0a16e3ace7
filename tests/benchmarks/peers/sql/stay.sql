-- what:   stays at the cases' places while they are there; the next check-in anywhere is looked up for those
--         alone
-- reads:  checkins, places, windows, cases
-- writes: theirs, found, met, listed
-- grain:  one stay; one check-in; one pair of stays; one episode
CREATE OR REPLACE TEMP MACRO latest_ms(in_ms, minutes) AS in_ms + (coalesce(minutes, 60) * 60000)::BIGINT;

-- The stays of some people, from all check-ins of theirs.
CREATE OR REPLACE TEMP MACRO stays_of(wanted) AS TABLE
WITH told AS (
    SELECT
        person_id, place_id, epoch_ms(checked_in_at) AS in_ms, epoch_ms(checked_out_at) AS out_ms
    FROM checkins
    SEMI JOIN query_table(wanted) USING (person_id)
),

instants AS (
    SELECT person_id, in_ms, lead(in_ms) OVER (PARTITION BY person_id ORDER BY in_ms) AS next_ms
    FROM (SELECT DISTINCT person_id, in_ms FROM told)
),

-- Of those alike in person, place and instant, one without an end gives way to one with.
kept AS (
    SELECT * FROM told
    QUALIFY out_ms IS NOT NULL OR count(out_ms) OVER (PARTITION BY person_id, place_id, in_ms) = 0
)

SELECT
    person_id, place_id, in_ms AS started_at,
    coalesce(out_ms, least(latest_ms(in_ms, typical_stay_minutes), next_ms)) AS finished_at
FROM kept
INNER JOIN instants USING (person_id, in_ms)
LEFT JOIN places USING (place_id);

CREATE OR REPLACE TEMP TABLE theirs AS
SELECT
    case_id, source_id, place_id,
    greatest(started_at, w0) AS started_at, least(finished_at, w1) AS finished_at
FROM stays_of('cases') AS stays
INNER JOIN windows ON source_id = stays.person_id
WHERE greatest(started_at, w0) < least(finished_at, w1);

SET VARIABLE until_at = (SELECT epoch_ms(max(finished_at)) FROM theirs);

CREATE OR REPLACE TEMP TABLE found AS
SELECT DISTINCT
    checkins.person_id, checkins.place_id, epoch_ms(checked_in_at) AS in_ms, epoch_ms(checked_out_at) AS out_ms,
    latest_ms(epoch_ms(checked_in_at), typical_stay_minutes) AS latest
FROM checkins
INNER JOIN theirs ON theirs.place_id = checkins.place_id
LEFT JOIN places ON places.place_id = checkins.place_id
WHERE
    checked_in_at < getvariable('until_at')
    AND epoch_ms(checked_in_at) < theirs.finished_at
    AND coalesce(epoch_ms(checked_out_at), latest_ms(epoch_ms(checked_in_at), typical_stay_minutes)) > theirs.started_at
    AND checkins.person_id NOT IN (SELECT person_id FROM cases);

CREATE OR REPLACE TEMP TABLE met AS
WITH silent AS (
    SELECT
        found.person_id, found.place_id, in_ms,
        least(min(latest), min(epoch_ms(checked_in_at)) FILTER (epoch_ms(checked_in_at) > in_ms)) AS out_ms
    FROM found
    INNER JOIN checkins USING (person_id)
    WHERE out_ms IS NULL AND epoch_ms(checked_in_at) BETWEEN in_ms AND latest
    GROUP BY ALL
    HAVING
        count(*) FILTER (
            checkins.place_id = found.place_id AND epoch_ms(checked_in_at) = in_ms AND checked_out_at IS NOT NULL
        ) = 0
),

stays AS (
    SELECT person_id, place_id, in_ms, out_ms FROM found WHERE out_ms IS NOT NULL
    UNION ALL
    SELECT person_id, place_id, in_ms, out_ms FROM silent
)

SELECT
    theirs.case_id, theirs.source_id, stays.person_id,
    greatest(theirs.started_at, in_ms) AS started_at, least(theirs.finished_at, out_ms) AS finished_at
FROM stays
INNER JOIN theirs USING (place_id)
WHERE greatest(theirs.started_at, in_ms) < least(theirs.finished_at, out_ms);

CREATE OR REPLACE TEMP TABLE listed AS
WITH marked AS (
    SELECT *, coalesce(started_at > max(finished_at) OVER before, true) AS opens
    FROM met
    WINDOW before AS (
        PARTITION BY case_id, person_id ORDER BY started_at, finished_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),

numbered AS (
    SELECT *, count(*) FILTER (opens) OVER (
        PARTITION BY case_id, person_id ORDER BY started_at, finished_at ROWS UNBOUNDED PRECEDING
    ) AS episode
    FROM marked
),

episodes AS (
    SELECT case_id, source_id, person_id, min(started_at) AS started_at, max(finished_at) AS finished_at
    FROM numbered
    GROUP BY case_id, source_id, person_id, episode
)

SELECT 0 AS hop, * FROM episodes
QUALIFY max(finished_at - started_at) OVER (PARTITION BY case_id, person_id) >= getvariable('least_ms');

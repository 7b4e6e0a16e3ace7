-- what:   what stands on a list so far, and the windows in which the close contacts are sources: from first contact on
-- reads:  qualifying, cases
-- writes: close, windows, listed
-- grain:  one case and close contact; one window; one episode
CREATE OR REPLACE TEMP TABLE close AS
SELECT case_id, qualifying.person_id, min(started_at) AS first_contact_at
FROM qualifying
WHERE qualifying.person_id NOT IN (SELECT person_id FROM cases)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE listed AS
SELECT 0 AS hop, qualifying.* FROM qualifying SEMI JOIN close USING (case_id, person_id);

CREATE OR REPLACE TEMP TABLE windows AS
SELECT case_id, person_id AS source_id, first_contact_at AS w0, getvariable('as_of') AS w1 FROM close;

-- what:   the secondary contacts beside the close ones
-- reads:  qualifying, close, cases
-- writes: listed
-- grain:  one episode
INSERT INTO listed
SELECT 1 AS hop, qualifying.*
FROM qualifying
ANTI JOIN close USING (case_id, person_id)
WHERE person_id NOT IN (SELECT person_id FROM cases);

-- what:   section 6: the best tier of every contact and the hop its line is of; a case is on no other's list
-- reads:  exposures, cases
-- writes: tiers
-- grain:  one contact of one case
CREATE OR REPLACE TEMPORARY TABLE tiers AS
SELECT case_id, person, arg_min(tier, rank) AS tier, min(rank) AS rank,
       CASE arg_min(tier, rank) WHEN 'secondary' THEN max(hop) ELSE 1 END AS at_hop
FROM (SELECT *, list_position(['close', 'secondary', 'general', 'flagged'], tier) AS rank FROM exposures)
WHERE person NOT IN (SELECT person_id FROM cases)
GROUP BY case_id, person;

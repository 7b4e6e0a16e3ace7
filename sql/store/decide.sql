-- what:   write down a decision on two people
-- reads:  nothing
-- writes: identities
-- grain:  one decision
INSERT INTO identities VALUES ($person_id, $other_id, $verdict, $reasons, $at);

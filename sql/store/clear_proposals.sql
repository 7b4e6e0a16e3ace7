-- what:   forget what was proposed
-- reads:  nothing
-- writes: proposals
-- grain:  two people
DELETE FROM proposals;

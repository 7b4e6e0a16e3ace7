-- what:   what somebody wrote when she decided on two keys
-- reads:  identities
-- writes: nothing
-- grain:  one decision
SELECT person_id, other_id, because, decided_at FROM identities;

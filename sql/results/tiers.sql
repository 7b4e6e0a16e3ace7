-- what:   how many cases and lines of each tier a screen found
-- reads:  cases, contacts
-- writes: nothing
-- grain:  one row
SELECT (SELECT count(*) FROM cases) AS cases,
       count(*) FILTER (tier = 'close') AS close, count(*) FILTER (tier = 'secondary') AS secondary,
       count(*) FILTER (tier = 'general') AS general, count(*) FILTER (tier = 'flagged') AS flagged
FROM contacts;

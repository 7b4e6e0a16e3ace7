-- what:   the segments of the clustered copy
-- reads:  segments
-- writes: nothing
-- grain:  one segment
SELECT segment, holds, rows, earliest, latest FROM segments ORDER BY segment;

-- what:   let a segment of the clustered copy count
-- reads:  nothing
-- writes: segments
-- grain:  one segment
INSERT INTO segments VALUES ($segment, $holds, $rows, $earliest, $latest);

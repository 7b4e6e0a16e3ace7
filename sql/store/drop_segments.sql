-- what:   let segments of the clustered copy count no longer
-- reads:  segments
-- writes: segments
-- grain:  one segment
DELETE FROM segments WHERE list_contains($segments, segment);

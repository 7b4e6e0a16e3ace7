-- what:   every window of a screen
-- reads:  windows
-- writes: nothing
-- grain:  one stretch of one source's window
SELECT * FROM windows;

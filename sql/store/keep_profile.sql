-- what:   keep the text of a source profile
-- reads:  profiles
-- writes: profiles
-- grain:  one text
INSERT OR IGNORE INTO profiles VALUES ($sha256, $text);

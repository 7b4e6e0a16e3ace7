-- what:   keep the text of a contact definition
-- reads:  definitions
-- writes: definitions
-- grain:  one text
INSERT OR IGNORE INTO definitions VALUES ($sha256, $text);

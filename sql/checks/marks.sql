-- what:   marks of no row that a file told and the store knows
-- reads:  marks, fixes, repeats
-- writes: nothing
-- grain:  one mark; no rows is right
SELECT marks.file_id, marks.line, filter
FROM marks
    ANTI JOIN fixes USING (file_id, line)
    ANTI JOIN repeats USING (file_id, line);

-- what:   the cases of a file whose number an earlier row gave to another person, whose case they replaced
-- reads:  cases; file_id; gone (files whose rows count no more)
-- writes: nothing
-- grain:  one case and one such person
SELECT DISTINCT new.case_id, new.person_id, old.person_id AS before
FROM cases AS new JOIN cases AS old ON old.case_id = new.case_id AND old.person_id <> new.person_id
WHERE new.file_id = $file_id AND (old.file_id, old.line) < (new.file_id, new.line)
  AND NOT list_contains($gone::INTEGER[], old.file_id)
ORDER BY ALL;

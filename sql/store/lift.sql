-- what:   end the marks of what a filter finds no more, with the last entry of a file
-- reads:  judged (record, marked), files
-- writes: marks
-- grain:  one record
UPDATE marks
SET lifted_at = (SELECT coalesce(retracted_at, settled_at) FROM files WHERE file_id = $file_id)
WHERE filter = $filter AND parameters = $parameters AND lifted_at IS NULL
  AND record IN (SELECT record FROM judged WHERE NOT marked);

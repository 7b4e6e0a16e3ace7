-- what:   the lines of files behind each episode of a case's graph
-- reads:  evidence, exposures, files
-- writes: nothing
-- grain:  one run of lines behind one episode
SELECT evidence.exposure, evidence.episode, files.name AS file, first_line, last_line
FROM evidence JOIN exposures USING (exposure) JOIN files USING (file_id)
WHERE case_id = $case_id AND (hop = 0 OR listed)
ORDER BY evidence.exposure, evidence.episode, evidence.file_id, first_line;

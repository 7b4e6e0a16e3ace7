-- what:   the lines of files behind each episode of a case's graph, files by their number
-- reads:  evidence, exposures
-- writes: nothing
-- grain:  one run of lines behind one episode
SELECT evidence.exposure, episode, file_id, first_line, last_line
FROM evidence JOIN exposures USING (exposure)
WHERE case_id = $case_id AND (hop = 0 OR listed)
ORDER BY evidence.exposure, episode, file_id, first_line;

-- what:   the lines of files behind each episode of a case's graph; files of one name are told apart by number
-- reads:  evidence, exposures, files
-- writes: nothing
-- grain:  one run of lines behind one episode
SELECT evidence.exposure, evidence.episode, shown.file, first_line, last_line
FROM evidence JOIN exposures USING (exposure) JOIN (
    SELECT file_id, CASE count(*) OVER (PARTITION BY name)
        WHEN 1 THEN name ELSE name || ' (file ' || file_id || ')' END AS file
    FROM files
) AS shown USING (file_id)
WHERE case_id = $case_id AND (hop = 0 OR listed)
ORDER BY evidence.exposure, evidence.episode, evidence.file_id, first_line;

-- what:   the lines of files behind each episode of some exposures that this screen found
-- reads:  evidence, asked (lent)
-- writes: nothing
-- grain:  one run of lines behind one episode
SELECT exposure, episode, file_id, first_line, last_line FROM evidence JOIN asked USING (found_as);

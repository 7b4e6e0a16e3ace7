"""The screening report: what became of every line of a file, what the file covers, and what looks wrong about it."""

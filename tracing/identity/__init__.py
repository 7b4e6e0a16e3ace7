"""Which keys of different sources are one person: proposals with their reasons, decided by a person, reversible.

`decisions` is what was decided, `joined` how everything that reads records follows it, `papers` and `movements` what
speaks for two keys being one person and against, `proposals` what is proposed of that. Source: specification, "Records
that come in".
"""

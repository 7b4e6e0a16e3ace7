"""Coverage-guided fuzzing of every parser of what comes in, run by hand: `python -m tests.fuzz NAME --seconds N`.

It needs the extra `fuzz`. What it finds becomes a test beside the others.
"""

"""A rescreen is a screen from nothing where files mark fixes, in histories as `tests/generative/test_rescreening.py`
draws them. `TRACING_HISTORIES=100` asks about more histories than a usual run.
"""

import os
from collections import Counter

from tests.filters.marking import marking
from tests.generative.test_rescreening import check

HISTORIES = int(os.environ.get("TRACING_HISTORIES", "4"))
FIRST = 46


def test_a_rescreen_of_marked_files_finds_what_a_screen_from_nothing_finds():
    seen = Counter()
    with marking() as marked:
        for seed in range(FIRST, FIRST + HISTORIES):
            check(seed, bool(seed % 2), seen)
    assert marked["marks"] > 10 and seen["taken over"], (marked, seen)

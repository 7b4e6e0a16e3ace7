"""A world with marked fixes is one in which no file tells them: with and without a clustered copy, at every hour.

`TRACING_HISTORIES=50 pytest tests/filters/test_marks_in_worlds.py` asks about more worlds than a usual run.
"""

import os
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.filters.marking import marking
from tests.lib.worlds import random_world
from tests.lib.worlds.journeys import random_journey
from tests.standing.history import Outbreak, outbreak, pieces
from tracing.ledger import files

HISTORIES = int(os.environ.get("TRACING_HISTORIES", "0"))
DRAWS = {"world": (partial(random_world, evidence=("track", "cell")), (19, 21)), "trip": (random_journey, (8, 13))}

MARKED_LINES = """
    SELECT record >> 32, record & 4294967295 FROM marks WHERE lifted_at IS NULL
    UNION ALL SELECT repeats.file_id, repeats.line FROM marks JOIN repeats USING (record) WHERE lifted_at IS NULL
"""


def happen(events: Outbreak, cut: list, dice: Random) -> tuple[dict, dict[int, int]]:
    """Bring the pieces, take some back in between: what was told after some events, and the pieces that stand."""
    told, standing = {}, {}
    for number, (kind, rows) in enumerate(cut):
        standing[number] = events.bring(number, kind, rows)
        if dice.random() < 0.25:
            events.retract(standing.pop(dice.choice(list(standing))))
        if dice.random() < 5 / len(cut):
            told[events.moment()] = events.tells()
    return told, standing


def marked_rows(events: Outbreak, pieces_of: list[tuple[int, list[dict]]]) -> list[dict]:
    """The rows of some files, each given with its rows, that tell what a filter marks."""
    first = {file: same_as or file for file, same_as in files(events.store).select("file_id", "same_as").iter_rows()}
    marks = set(events.store.run(MARKED_LINES))
    of = ((first[file_id], line, row) for file_id, rows in pieces_of for line, row in enumerate(rows, start=2))
    return [row for file_id, line, row in of if (file_id, line) in marks]


def spoilt(rows: list[dict], marked: list[dict]) -> list[dict]:
    """The rows of a piece; those that say what is marked cannot be read, so that the others stay on their lines."""
    return [row | {"latitude": "?"} if row in marked else row for row in rows]


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
@pytest.mark.parametrize("draw", DRAWS)
def test_what_is_marked_was_never_told(draw, copied, tmp_path: Path):
    counted, (drawn, seeds) = Counter(), DRAWS[draw]
    for seed in (*seeds, *range(100, 100 + HISTORIES)):
        world, dice = drawn(seed), Random(seed)
        cut = pieces(world, dice, most=30)
        with outbreak(world, tmp_path / f"events-{seed}", copied) as events, marking() as marked:
            told, standing = happen(events, cut, dice)
            for moment, answer in told.items():
                assert events.tells(moment) == answer, (seed, moment)
            last = events.tells()
            segments = events.count("segments")
            marks = marked_rows(events, [(file_id, cut[number][1]) for number, file_id in standing.items()])
            kept = {number: (cut[number][0], spoilt(cut[number][1], marks)) for number in standing}
        with outbreak(world, tmp_path / f"never-{seed}", copied) as never:
            for number, (kind, rows) in kept.items():
                never.bring(number, kind, rows)
            assert never.tells() == last, seed
        counted += Counter(
            marks=marked["marks"], lifted=marked["lifted"], contacts=len(last["contacts"]), segments=segments
        )
    assert counted["marks"] and counted["lifted"] and counted["contacts"] and bool(counted["segments"]) == copied, (
        counted
    )

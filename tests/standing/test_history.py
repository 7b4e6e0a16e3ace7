"""What was told at any hour can be told again, and a file that is taken back leaves no trace in what is told now.

Source: specification, "Records that come in": a whole file can be taken back. `TRACING_HISTORIES=50` asks about more
worlds than a usual run.
"""

import os
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.lib.worlds import ALL_EVIDENCE, random_world
from tests.lib.worlds.journeys import random_journey
from tests.standing.history import Outbreak, outbreak, pieces

SEEDS = range(2, 2 + int(os.environ.get("TRACING_HISTORIES", "2")))


def happen(outbreak: Outbreak, cut: list, dice: Random, counted: Counter) -> tuple[dict, list[int]]:
    """Bring the pieces, take some back in between: what was told after each event, and the pieces that stand."""
    told, standing = {}, {}
    for number, (kind, rows) in enumerate(cut):
        file_id = outbreak.bring(number, kind, rows)
        standing[number] = file_id
        if dice.random() < 0.3:
            fallen = dice.choice(list(standing))
            outbreak.retract(standing.pop(fallen))
            counted["retracted"] += 1
        if dice.random() < 4 / len(cut):
            told[outbreak.moment()] = outbreak.tells()
    return told, list(standing)


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
@pytest.mark.parametrize(
    "draw", [partial(random_world, evidence=ALL_EVIDENCE), random_journey], ids=["world", "journey"]
)
def test_every_hour_is_told_again_and_what_was_taken_back_never_was(draw, copied, tmp_path: Path):
    counted = Counter()
    for seed in SEEDS:
        world, dice = draw(seed), Random(seed)
        cut = pieces(world, dice)
        with outbreak(world, tmp_path / f"events-{seed}", copied) as events:
            told, standing = happen(events, cut, dice, counted)
            for moment, answer in told.items():
                assert events.tells(moment) == answer, (seed, moment)
            last = events.tells()
            changed = len({repr(answer) for answer in told.values()}) > 1
            counted += Counter(contacts=len(last["contacts"]), changed=changed)
            counted += Counter(repeats=events.count("repeats"), segments=events.count("segments"))
        with outbreak(world, tmp_path / f"never-{seed}", copied) as never:
            for number in standing:
                never.bring(number, *cut[number])
            assert never.tells() == last, seed
    assert all(counted[what] for what in ("retracted", "repeats", "contacts", "changed")), counted
    assert bool(counted["segments"]) == copied

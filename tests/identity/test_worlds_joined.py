"""Who is joined is told as if the sources had always used the key that is kept; who is parted, as if never joined.

Random worlds, of which some people are recorded under several keys, are held against the worlds they were: every table
of a screen, to the lines of the files behind it, with and without a clustered copy. `TRACING_SPLITS=200` asks about
more worlds than a usual run, `TRACING_FIRST_SPLIT=5000` about others.
"""

import os
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.identity.split import bring, join, part, split, with_repeats
from tests.lib.worlds import ALL_EVIDENCE, random_world
from tests.lib.worlds.journeys import random_journey
from tests.standing.history import outbreak

SPLITS, FIRST = int(os.environ.get("TRACING_SPLITS", "1")), int(os.environ.get("TRACING_FIRST_SPLIT", "700"))
DRAWS = {
    "world": partial(random_world, evidence=ALL_EVIDENCE),
    "track": partial(random_world, evidence=("track", "cell")),
    "journey": random_journey,
}


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_joined_people_are_told_as_if_they_had_had_one_key(draw, copied, tmp_path: Path):
    counted = Counter()
    for seed in range(FIRST, FIRST + SPLITS):
        dice = Random(seed)
        world = with_repeats(draw(seed), dice)
        several = split(world, dice)
        with outbreak(world, tmp_path / f"one-{seed}", copied) as one:
            bring(one, world)
            wanted, segments = one.tells(), one.count("segments")
        with outbreak(world, tmp_path / f"several-{seed}", copied) as events:
            bring(events, several.world)
            apart, before = events.tells(), events.moment()
            join(events, several.pairs)
            joined = events.tells()
            for table, rows in wanted.items():
                assert joined[table] == rows, (seed, table)
            assert events.tells(before) == apart, seed
            part(events, several.pairs)
            assert events.tells() == apart, seed
        counted.update(differs=joined["contacts"] != apart["contacts"], contacts=len(wanted["contacts"]))
        counted.update(segments=segments, shortfalls=joined["shortfalls"] != apart["shortfalls"])
    assert counted["contacts"] and counted["differs"], counted
    assert bool(counted["segments"]) == copied

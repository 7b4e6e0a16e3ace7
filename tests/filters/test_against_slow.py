"""Each filter against the slow reading of its page, on tracks from narrow pools, several of them in one frame."""

import os
from collections import Counter
from random import Random

import polars as pl
import pytest

from tests.filters import slow
from tests.filters.slow import MINUTE, Fix
from tracing.filters import FILTERS, STANDARD

TRACKS = int(os.environ.get("TRACING_TRACKS", "400"))
PLACES = [
    (31.2, 121.4),
    (31.2, 121.4005),
    (31.205, 121.4),
    (31.2, 122.4),
    (39.9, 116.4),
    (31.2, 121.4),
    (-60.0, -179.9),
]
STEPS = (0, 1_000, MINUTE, MINUTE, 2 * MINUTE, 5 * MINUTE, 12 * MINUTE, 60 * MINUTE, 9 * 60 * MINUTE)


def drawn(dice: Random) -> list[Fix]:
    at, places, fixes = 0, dice.sample(PLACES, dice.randint(1, 4)), []
    steps = dice.sample(STEPS, dice.randint(1, 4))
    for _ in range(dice.randint(1, 11)):
        at += dice.choice(steps)
        fixes.append((at, *dice.choice(places), dice.choice((None, None, 10.0, 600.0))))
    return sorted(set(fixes), key=lambda fix: (*fix[:3], fix[3] is None, fix[3] or 0))


def of_two_phones(dice: Random) -> list[Fix]:
    """Two phones under one name, at two places, one after the other; now and then one tells twice, or neither."""
    places, at, fixes = dice.sample(PLACES, 2), 0, []
    for number in range(dice.randint(4, 11)):
        at += dice.choice((20_000, 30_000, 30_000, 40_000, 90 * MINUTE))
        fixes.append((at, *places[(number + (dice.random() < 0.1)) % 2], dice.choice((None, 10.0))))
    return fixes


def frame(tracks: list[list[Fix]]) -> pl.DataFrame:
    rows = [(number, *fix) for number, track in enumerate(tracks) for fix in track]
    schema = {"track": pl.UInt64, "at": pl.Int64, "latitude": pl.Float64}
    return pl.DataFrame(rows, schema | {"longitude": pl.Float64, "accuracy_m": pl.Float64}, orient="row")


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_marks_what_its_page_says(name):
    dice, counted = Random(7), Counter()
    for chunk in range(0, TRACKS, 8):
        tracks = [dice.choice((drawn, drawn, of_two_phones))(dice) for _ in range(8)]
        told = FILTERS[name].marks(frame(tracks), **STANDARD[name]).tolist()
        expected = [marked for track in tracks for marked in slow.FILTERS[name](track, **STANDARD[name])]
        assert told == expected, (chunk, tracks)
        counted += Counter(expected)
    assert counted[True] > 20 and counted[False] > 200, counted

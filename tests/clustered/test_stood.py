"""The copy proposes everybody wherever she was, however her fixes came: the whereabouts of all moves lie in its own."""

from random import Random

import polars as pl
import pytest

from tests.clustered.growing import drawn, grown
from tracing import tracks
from tracing.clustered.copy import ACCURACY_M, GAP_MINUTES, Copy
from tracing.records import load
from tracing.standing import Standing
from tracing.times import MINUTE
from tracing.whereabouts import whereabouts

_CENTIMETRE = 1e-7


def fixes(seed: int, count: int) -> list[dict[str, str]]:
    """Fixes near enough in time that most begin a move; here and there two at one instant, or a great way off."""
    dice = Random(seed)
    rows = drawn("fixes", seed, count)
    for row in rows:
        minutes, milliseconds = divmod(dice.randrange(0, 90 * MINUTE, 137_500), MINUTE)
        row["observed_at"] = f"2021-08-05T{minutes // 60:02}:{minutes % 60:02}:{milliseconds / 1000:06.3f}Z"
        row["longitude"] = dice.choice((row["longitude"], "179.9999", "-179.9999"))
    return rows


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("part", [3, 20, 1000])
def test_every_move_stands_in_the_copy(seed, part, tmp_path):
    rows = fixes(seed, 60)
    with grown(tmp_path) as one:
        for begin in range(0, len(rows), 25):
            one.take("fixes", rows[begin : begin + 25], PART=part)
        told = load(one.store, ["fixes"])["fixes"]
        copy = Copy(one.store, one.clustered, Standing.of(one.store))
        moves = tracks.moves(told, GAP_MINUTES, ACCURACY_M)
        stood = whereabouts(moves)
        proposed = copy.named(copy.at(stood["key"].unique()), ["person_id"])
    assert len(stood) > 20
    least, most = pl.col("from_ms", "south").min(), pl.col("to_ms", "north").max()
    both = stood.join(proposed.group_by("person_id", "key").agg(least, most), on=["person_id", "key"])
    within = both.filter(
        pl.col("from_ms_right") <= pl.col("from_ms"),
        pl.col("to_ms_right") >= pl.col("to_ms"),
        pl.col("south_right") <= pl.col("south") + _CENTIMETRE,
        pl.col("north_right") >= pl.col("north") - _CENTIMETRE,
    )
    assert within.height == stood.height

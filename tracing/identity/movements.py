"""Movements: whose phones always move together, and who was at two places at once.

Two phones in one pocket are one person: whenever both are known, they are in one place. A couple is not: sooner or
later one of them is elsewhere. So what is asked for is much time together, nearly all of the time that both are known,
and never, but for leaps, so far apart as no error explains.

fixes       records of that kind; of who is joined, under the name that is kept
distances   one row per pair and fix of the one while the other is known: person_id, other_id, at (ms), latitude,
            longitude (of the one), apart_m, error_m
cost        O(n + k): n fixes, k pairs of people in one cell and slot of time, at most `CROWD` of each
"""

import math

import polars as pl

from tracing.filters.track import SURE, UNKNOWN_M, apart_m
from tracing.grid import EARTH_RADIUS_M
from tracing.identity.papers import PAIRS
from tracing.times import HOUR, MINUTE

HOURS, DAYS, CELLS = 24, 3, 5
"""Together in so many different hours of the clock, on so many local days, in so many cells of `CELL_M`, at least."""
SHARE = 0.9
"""Of the instants at which both are known, so many within the error, which holds nineteen of twenty."""
FAR_M, FAR_SHARE = 300.0, 0.005
"""So far beyond the error at no more than so many of the instants: as often as phones leap."""
VAGUE_M = 500.0
"""An instant whose error is greater tells nothing: half a quarter would always move together."""
CELL_M = 400.0
CROWD = 40
"""Of a hundred metres in which more stand at once nobody is looked at: who moves together is elsewhere too."""
_NEAR_M, _SLOT, _GAP = 100.0, 10 * MINUTE, 10 * MINUTE
_NEAR_HOURS = 8
_AT_ONCE = 200
_PAIR = list(PAIRS)
_METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
_KNOWN = ("person_id", "at", "latitude", "longitude", "accuracy_m")


def always_together(fixes: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Who always moves together: person_id, other_id, instants, hours, days, cells, share (of the instants), far (how
    many of them). Days are those of a zone.
    """
    known = _known(fixes)
    pairs = _often_near(known, zone)
    found = [_summed(distances_of(known, part), zone) for part in pairs.iter_slices(_AT_ONCE)]
    told = pl.concat([_summed(distances_of(known, pairs.clear()), zone), *found])
    enough = pl.all_horizontal(pl.col("hours") >= HOURS, pl.col("days") >= DAYS, pl.col("cells") >= CELLS)
    return told.filter(enough, pl.col("share") >= SHARE, pl.col("far") <= FAR_SHARE * pl.col("instants")).sort(_PAIR)


def at_two_places(fixes: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Of pairs of people, who was how often at two places at once: person_id, other_id, instants."""
    far = distances_of(_known(fixes), pairs).filter(_is_far())
    return far.group_by(_PAIR).agg(instants=pl.len()).sort(_PAIR)


def distances_of(known: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """How far the other of each pair was from the one, whenever the other's fixes lie no farther apart than a move.

    known       person_id, at (ms), latitude, longitude, accuracy_m: at most one row per person and instant
    The error is that of the fixes, and how far the other may have strayed from the straight way between hers.
    """
    ones = pairs.select(_PAIR).join(known, on="person_id").sort("at")
    others = pairs.select(_PAIR).join(known.rename({"person_id": "other_id"}), on="other_id").sort("at")
    for name, strategy in (("before", "backward"), ("after", "forward")):
        theirs = others.rename({column: f"{column}_{name}" for column in _KNOWN[1:]})
        ones = ones.join_asof(
            theirs, left_on="at", right_on=f"at_{name}", by=_PAIR, strategy=strategy, check_sortedness=False
        )
    both = ones.drop_nulls(["at_before", "at_after"]).filter(pl.col("at_after") - pl.col("at_before") <= _GAP)
    done = (pl.col("at") - pl.col("at_before")) / (pl.col("at_after") - pl.col("at_before")).clip(1)
    turn = pl.col("longitude_after") - pl.col("longitude_before")
    turn = turn - 360 * ((turn + 180) / 360).floor()
    there = both.with_columns(
        done=done,
        there_0=pl.col("latitude_before") + done * (pl.col("latitude_after") - pl.col("latitude_before")),
        there_1=pl.col("longitude_before") + done * turn,
    )
    return there.select(*_PAIR, "at", "latitude", "longitude", apart_m=_apart(there), error_m=_error(there)).filter(
        pl.col("error_m") <= VAGUE_M
    )


def _apart(there: pl.DataFrame) -> pl.Series:
    here = (there[name].to_numpy() for name in ("latitude", "longitude", "there_0", "there_1"))
    return pl.Series(apart_m(*here), dtype=pl.Float64)


def _error(there: pl.DataFrame) -> pl.Series:
    ends = (
        there[name].to_numpy() for name in ("latitude_before", "longitude_before", "latitude_after", "longitude_after")
    )
    way = pl.Series(apart_m(*ends), dtype=pl.Float64)
    done = there["done"]
    strayed = way * pl.DataFrame([done, (1 - done).alias("left")]).min_horizontal()
    theirs = there.select(pl.max_horizontal("accuracy_m_before", "accuracy_m_after")).to_series()
    return SURE * (there["accuracy_m"] + theirs) + strayed


def _known(fixes: pl.DataFrame) -> pl.DataFrame:
    at = pl.col("observed_at").dt.epoch("ms").alias("at")
    told = fixes.select("person_id", at, "latitude", "longitude", pl.col("accuracy_m").fill_null(UNKNOWN_M))
    return told.sort("accuracy_m").unique(["person_id", "at"], keep="first", maintain_order=True)


def _often_near(known: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Who is in one small cell at one time in many hours of several days, at most a crowd of them."""
    slots = known.with_columns(slot=pl.col("at") // _SLOT, day=_day(zone)).sort("at")
    slots = slots.unique(["person_id", "slot"], keep="first", maintain_order=True)
    slots = slots.select("person_id", *_cell(_NEAR_M), "slot", "day")
    where = ["slot", "row", "column"]
    few = slots.filter(pl.len().over(where).is_between(2, CROWD))
    found = [pl.DataFrame(schema=PAIRS | {"hours": pl.UInt32})]
    for day in few.partition_by("day"):
        both = day.join(day.rename({"person_id": "other_id"}), on=where).filter(
            pl.col("person_id") < pl.col("other_id")
        )
        found.append(both.group_by(_PAIR).agg(hours=(pl.col("slot") // (HOUR // _SLOT)).n_unique()))
    by_pair = pl.concat(found).group_by(_PAIR).agg(pl.col("hours").sum(), days=pl.len())
    return by_pair.filter(pl.col("hours") >= _NEAR_HOURS, pl.col("days") >= DAYS).select(_PAIR).sort(_PAIR)


def _summed(met: pl.DataFrame, zone: str) -> pl.DataFrame:
    is_near = pl.col("apart_m") <= pl.col("error_m")
    row, column = _cell(CELL_M)
    return met.group_by(_PAIR).agg(
        instants=pl.len(),
        hours=(pl.col("at") // HOUR).filter(is_near).n_unique(),
        days=_day(zone).filter(is_near).n_unique(),
        cells=pl.struct(row, column).filter(is_near).n_unique(),
        share=is_near.mean(),
        far=_is_far().sum(),
    )


def _day(zone: str) -> pl.Expr:
    return pl.col("at").cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(zone).dt.date()


def _is_far() -> pl.Expr:
    return pl.col("apart_m") > pl.col("error_m") + FAR_M


def _cell(metres: float) -> tuple[pl.Expr, pl.Expr]:
    row = (pl.col("latitude") * (_METRES_PER_DEGREE / metres)).floor()
    wide = (_METRES_PER_DEGREE / metres) * (row * (metres / EARTH_RADIUS_M)).cos()
    return row.cast(pl.Int64).alias("row"), (pl.col("longitude") * wide).floor().cast(pl.Int64).alias("column")

"""Tracks: fixes become straight moves, each known from one fix to the next.

fixes       records of that kind, with `record` (where each row came from)
returns     one row per move: person_id, started_at, finished_at (ms), latitude_0, longitude_0, latitude_1,
            longitude_1 (degrees, WGS 84; the second longitude unwrapped, so that the move goes the short way
            round), record_0, record_1 (the two fixes); each person's together and in order of time
source      specification, "track"
"""

import numpy as np
import polars as pl

from tracing.times import MINUTE


def moves(fixes: pl.DataFrame, max_gap_minutes: float, max_accuracy_m: float) -> pl.DataFrame:
    """The moves between successive usable fixes at most `max_gap_minutes` apart."""
    usable = fixes.filter(pl.col("accuracy_m").is_null() | (pl.col("accuracy_m") <= max_accuracy_m))
    usable = _in_order(usable.with_columns(pl.col("observed_at").dt.epoch("ms")))
    ahead = {name: pl.col(name).shift(-1) for name in ("person_id", "observed_at", "latitude", "longitude", "record")}
    shift = ahead["longitude"] - pl.col("longitude")
    return (
        usable.select(
            "person_id",
            pl.col("observed_at").alias("started_at"),
            ahead["observed_at"].alias("finished_at"),
            pl.col("latitude").alias("latitude_0"),
            pl.col("longitude").alias("longitude_0"),
            ahead["latitude"].alias("latitude_1"),
            (pl.col("longitude") + shift - 360 * ((shift + 180) / 360).floor()).alias("longitude_1"),
            pl.col("record").alias("record_0"),
            ahead["record"].alias("record_1"),
            (ahead["person_id"] == pl.col("person_id")).alias("same_person"),
        )
        .filter("same_person", pl.col("finished_at") - pl.col("started_at") <= round(max_gap_minutes * MINUTE))
        .drop("same_person")
    )


def _in_order(fixes: pl.DataFrame) -> pl.DataFrame:
    """Each person's fixes in order of time, of several at one instant the one that counts; people in any order."""
    numbered = fixes.with_columns(number=numbers(fixes["person_id"]))
    ordered = numbered if _is_in_order(numbered) else _sorted(numbered)
    alike = (pl.col("number") == pl.col("number").shift()) & (pl.col("observed_at") == pl.col("observed_at").shift())
    same = ordered.select(alike.fill_null(False)).to_series().to_numpy()
    if same.any():
        ordered = ordered.filter(_that_count(ordered, same))
    return ordered.drop("number", "accuracy_m")


def _that_count(fixes: pl.DataFrame, same: np.ndarray) -> pl.Series:
    """Which fixes, in order, count: of several at one instant the most accurate one.

    same        whether a fix is of the person and the instant of the one before
    """
    several = same | np.append(same[1:], False)
    at, instant = np.flatnonzero(several), np.cumsum(~same)
    rank = fixes.select(pl.col("accuracy_m").fill_null(np.inf), "latitude", "longitude", "record").filter(several)
    order = np.lexsort((*reversed([column.to_numpy() for column in rank]), instant[at]))
    best = at[order[np.diff(instant[at[order]], prepend=-1) != 0]]
    counts = ~several
    counts[best] = True
    return pl.Series(counts)


def _is_in_order(fixes: pl.DataFrame) -> bool:
    """Whether each person's fixes stand together and in order of time, as the clustered copy gives them."""
    other = pl.col("number") != pl.col("number").shift()
    later = pl.col("observed_at") >= pl.col("observed_at").shift()
    together = (other.sum() + 1) == pl.col("number").n_unique()
    return fixes.is_empty() or fixes.select(together & (other | later).fill_null(True).all()).item()


def _sorted(fixes: pl.DataFrame) -> pl.DataFrame:
    # Two stable sorts by one number each are many times faster than one by a name and an instant.
    return fixes.sort("observed_at", maintain_order=True).sort("number", maintain_order=True)


def numbers(people: pl.Series) -> pl.Series:
    """People as numbers: theirs, where they are told by numbers, else one for each name."""
    return people if people.dtype.is_integer() else people.cast(pl.Categorical).to_physical()

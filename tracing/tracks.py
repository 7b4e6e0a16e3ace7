"""Tracks: fixes become straight moves, each known from one fix to the next.

fixes       records of that kind, with `record` (where each row came from)
returns     one row per move: person_id, started_at, finished_at (ms), latitude_0, longitude_0, latitude_1,
            longitude_1 (degrees, WGS 84; the second longitude unwrapped, so that the move goes the short way
            round), record_0, record_1 (the two fixes); each person's together and in order of time
source      specification, "track"
"""

import numpy as np
import polars as pl

from tracing.sorting import order
from tracing.times import MINUTE


def moves(fixes: pl.DataFrame, max_gap_minutes: float, max_accuracy_m: float) -> pl.DataFrame:
    """The moves between successive usable fixes at most `max_gap_minutes` apart."""
    usable = _in_order(fixes.filter(pl.col("accuracy_m").is_null() | (pl.col("accuracy_m") <= max_accuracy_m)))
    person, at = _whose_and_when(usable)
    near = (person[1:] == person[:-1]) & (np.diff(at) <= round(max_gap_minutes * MINUTE))
    here = np.flatnonzero(near)
    there = here + 1
    latitude, longitude, record = (usable[name].to_numpy() for name in ("latitude", "longitude", "record"))
    shift = longitude[there] - longitude[here]
    return pl.DataFrame(
        {
            "person_id": usable["person_id"].gather(here),
            "started_at": at[here],
            "finished_at": at[there],
            "latitude_0": latitude[here],
            "longitude_0": longitude[here],
            "latitude_1": latitude[there],
            "longitude_1": longitude[here] + shift - 360 * np.floor((shift + 180) / 360),
            "record_0": record[here],
            "record_1": record[there],
        }
    )


def _in_order(fixes: pl.DataFrame) -> pl.DataFrame:
    """Each person's fixes in order of time, of several at one instant the one that counts; people in any order."""
    person, at = _whose_and_when(fixes)
    if not _is_in_order(person, at):
        by = order([person, at])
        fixes, person, at = fixes[by], person[by], at[by]
    same = np.append(False, (person[1:] == person[:-1]) & (at[1:] == at[:-1]))[: len(fixes)]
    return fixes[_that_count(fixes, same)] if same.any() else fixes


def _whose_and_when(fixes: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return numbers(fixes["person_id"]).to_numpy(), fixes["observed_at"].dt.epoch("ms").to_numpy()


def _that_count(fixes: pl.DataFrame, same: np.ndarray) -> np.ndarray:
    """The places of the fixes, in order, that count: of several at one instant the most accurate one.

    same        whether a fix is of the person and the instant of the one before
    """
    several = same | np.append(same[1:], False)
    at, instant = np.flatnonzero(several), np.cumsum(~same)
    rank = fixes.select(pl.col("accuracy_m").fill_null(np.inf), "latitude", "longitude", "record")[at]
    by = np.lexsort((*reversed([column.to_numpy() for column in rank]), instant[at]))
    best = at[by[np.diff(instant[at[by]], prepend=-1) != 0]]
    return np.sort(np.append(np.flatnonzero(~several), best))


def _is_in_order(person: np.ndarray, at: np.ndarray) -> bool:
    """Whether each person's fixes stand together and in order of time, as the clustered copy gives them."""
    other = person[1:] != person[:-1]
    together = np.count_nonzero(other) + 1 == pl.Series(person).n_unique()
    return not len(person) or (together and bool((other | (np.diff(at) >= 0)).all()))


def numbers(people: pl.Series) -> pl.Series:
    """People as numbers: theirs, where they are told by numbers, else one for each name."""
    return people if people.dtype.is_integer() else people.cast(pl.Categorical).to_physical()

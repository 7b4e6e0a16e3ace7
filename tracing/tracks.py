"""Tracks: fixes become straight moves, each known from one fix to the next.

fixes       records of that kind, with `record` (where each row came from)
returns     one row per move: person_id, started_at, finished_at (ms), latitude_0, longitude_0, latitude_1,
            longitude_1 (degrees, WGS 84; the second longitude unwrapped, so that the move goes the short way
            round), record_0, record_1 (the two fixes); each person's together and in order of time
source      specification, "track"
"""

import numpy as np
import polars as pl

from tracing.sorting import order, runs
from tracing.times import MINUTE


def moves(fixes: pl.DataFrame, max_gap_minutes: float, max_accuracy_m: float) -> pl.DataFrame:
    """The moves between successive usable fixes at most `max_gap_minutes` apart."""
    counting, person, at = _counting(fixes, max_accuracy_m)
    near = (person[1:] == person[:-1]) & (np.diff(at) <= round(max_gap_minutes * MINUTE))
    before = np.flatnonzero(near)
    here, there = counting[before], counting[before + 1]
    latitude, longitude, record = (fixes[name].to_numpy() for name in ("latitude", "longitude", "record"))
    shift = longitude[there] - longitude[here]
    return pl.DataFrame(
        {
            "person_id": fixes["person_id"].gather(here),
            "started_at": at[before],
            "finished_at": at[before + 1],
            "latitude_0": latitude[here],
            "longitude_0": longitude[here],
            "latitude_1": latitude[there],
            "longitude_1": longitude[here] + shift - 360 * np.floor((shift + 180) / 360),
            "record_0": record[here],
            "record_1": record[there],
        }
    )


def _counting(fixes: pl.DataFrame, max_accuracy_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places of the fixes that count, each person's in order of time, people in any order; whose each is (a
    number), and when (ms).
    """
    accuracy = fixes["accuracy_m"]
    places = np.flatnonzero((accuracy.is_null() | (accuracy <= max_accuracy_m)).to_numpy())
    person = numbers(fixes["person_id"]).to_numpy()[places]
    at = fixes["observed_at"].dt.epoch("ms").to_numpy()[places]
    if not _is_in_order(person, at):
        by = order([person, at])
        places, person, at = places[by], person[by], at[by]
    same = np.append(False, (person[1:] == person[:-1]) & (at[1:] == at[:-1]))[: len(places)]
    if not same.any():
        return places, person, at
    best = _of_one_instant(fixes, places, same)
    return places[best], person[best], at[best]


def _of_one_instant(fixes: pl.DataFrame, places: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Which of the fixes at some places, in order, count: of several at one instant the most accurate one.

    same        whether a fix is of the person and the instant of the one before
    """
    several = same | np.append(same[1:], False)
    at, instant = np.flatnonzero(several), np.cumsum(~same)
    rank = fixes.select(pl.col("accuracy_m").fill_null(np.inf), "latitude", "longitude", "record")[places[at]]
    by = np.lexsort((*reversed([column.to_numpy() for column in rank]), instant[at]))
    best = ~several
    best[at[by[np.diff(instant[at[by]], prepend=-1) != 0]]] = True
    return best


def _is_in_order(person: np.ndarray, at: np.ndarray) -> bool:
    """Whether each person's fixes stand together and in order of time, as the clustered copy gives them."""
    other = person[1:] != person[:-1]
    together = np.count_nonzero(other) + 1 == pl.Series(person).n_unique()
    return not len(person) or (together and bool((other | (np.diff(at) >= 0)).all()))


def numbers(people: pl.Series) -> pl.Series:
    """People as numbers: theirs, where they are told by numbers, else one for each name."""
    if people.dtype.is_integer():
        return people
    run, first = runs(people)
    # Texts are many times slower to number than to compare, and everybody's mostly stand together.
    return run if first.n_unique() == len(first) else people.cast(pl.Categorical).to_physical()

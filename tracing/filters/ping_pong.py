"""`ping-pong`: a phone that stands still is served by two towers in turn, and its records jump from one to the other.

A visit is successive fixes of a track at one position, to the last digit, without a break of more than `minutes`.
Four visits A-B-A-B are an oscillation where A and B are at least `metres` apart and the fourth begins within `minutes`
of the end of the first; oscillations between the same two that overlap or touch are one. Of it the position with more
fixes stays, from the last fix of its first visit to the first of its last one; of equally many, the one that it began
at. Marked are the fixes at the other position in between; before and after, nothing is.

One position stays, as the phone was there all the time, in reach of both towers: what is false is that it moved. With
none, its owner would be nowhere for hours, and nobody who shared a cell with her (evidence `cell`) would be found. That
a tower's position is not the phone's is another matter, and the same for a phone that never jumps: cells are 600 m off
at the median, and two phones of one tower stand at one point. A profile of towers states that accuracy, so that no rule
for tracks takes them for near each other (specification, "track": fixes count up to `max_accuracy_m`).

minutes     10: sooner than somebody goes to another tower of a town, back, and there once more; and as gaps that are
            longer make no moves (specification, "track"), slower changes make no false ones (a screening choice)
metres      100: what a usable fix may be off; closer positions are no two towers but one rounded position
not for     tracks with breaks for longer than `minutes`: an idle phone that reports once an hour shows nothing of it
source      that a tower seen again and again shows oscillation: Wu et al., "Oscillation Resolution for Mobile Phone
            Cellular Tower Data", MDM 2014
"""

import numpy as np
import polars as pl

from tracing.filters.track import apart_m, stands
from tracing.times import MINUTE

_PLACE, _FOUR = ("latitude", "longitude"), 4


def ping_pong(fixes: pl.DataFrame, minutes: float, metres: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are at the lesser position of an oscillation."""
    visit, visits = _visits(fixes, minutes)
    if len(visits) < _FOUR:
        return np.zeros(len(fixes), bool)
    return _lesser(visits["fixes"].to_numpy(), *_oscillations(visits, minutes * MINUTE, metres))[visit]


def between_others(fixes: pl.DataFrame, minutes: float, metres: float) -> np.ndarray:
    """Where a track may be taken apart: at the first fix of each visit that follows on a break, or on a visit to
    another place than the next one; an oscillation may begin or end with it, and it is never marked itself.
    """
    visit, visits = _visits(fixes, minutes)
    before, after = (pl.struct("track", *_PLACE).shift(number) for number in (1, -1))
    late = (pl.col("track") == pl.col("track").shift()) & (pl.col("began") - pl.col("ended").shift() > minutes * MINUTE)
    # Of the first and the last visit that is in sight nobody knows what lies beyond.
    alone = (
        (before != after)
        & (pl.col("track") == pl.col("track").shift())
        & (pl.col("track") == pl.col("track").shift(-1))
    )
    is_joint = visits.select((late | alone).fill_null(False)).to_series().to_numpy()
    return is_joint[visit] & (np.diff(visit, prepend=-1) > 0)


def _visits(fixes: pl.DataFrame, minutes: float) -> tuple[np.ndarray, pl.DataFrame]:
    """The number of the visit of each fix, and the visits."""
    visit = stands(fixes, minutes * MINUTE)
    visits = (
        fixes.select("track", "at", *_PLACE, visit=visit)
        .group_by("visit", maintain_order=True)
        .agg(pl.col("track", *_PLACE).first(), began=pl.col("at").first(), ended=pl.col("at").last(), fixes=pl.len())
    )
    return visit.to_numpy(), visits


def _oscillations(visits: pl.DataFrame, most_ms: float, metres: float) -> tuple[np.ndarray, np.ndarray]:
    """Which changes from a visit to the next one are of an oscillation, and the number of the run of like ones."""
    track, lat, lon, began, ended = (visits[name].to_numpy() for name in ("track", *_PLACE, "began", "ended"))
    back = (lat[2:] == lat[:-2]) & (lon[2:] == lon[:-2]) & (track[2:] == track[:-2])
    far = apart_m(lat[:-1], lon[:-1], lat[1:], lon[1:]) >= metres
    four = back[:-1] & back[1:] & far[:-2] & (began[3:] - ended[:-3] <= most_ms)
    oscillates = np.zeros(len(visits) - 1, bool)
    for change in range(_FOUR - 1):
        oscillates[change : change + len(four)] |= four
    return oscillates, np.append(0, np.cumsum(~back | (oscillates[1:] != oscillates[:-1])))


def _lesser(fixes: np.ndarray, oscillates: np.ndarray, run: np.ndarray) -> np.ndarray:
    """Which visits are within an oscillation and at the position that it does not keep; `fixes` of each visit."""
    inner = np.flatnonzero(oscillates[:-1] & oscillates[1:] & (run[:-1] == run[1:])) + 1
    of, changes = run[inner], np.bincount(run)
    first = np.append(0, np.cumsum(changes))[:-1]
    as_begun, count = (inner - first[of]) % 2 == 0, len(changes)
    there = np.bincount(of[as_begun], fixes[inner[as_begun]], count) + 1 + (changes % 2 == 0)
    elsewhere = np.bincount(of[~as_begun], fixes[inner[~as_begun]], count) + changes % 2
    marked = np.zeros(len(fixes), bool)
    marked[inner] = as_begun ^ (there >= elsewhere)[of]
    return marked

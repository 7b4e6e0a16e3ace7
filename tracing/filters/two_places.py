"""`two-places`: one device at two places that lie too far apart, at one instant or to and fro between them.

Of several fixes at one instant the specification lets the most accurate one count. Where another one of that instant
cannot be the same position, nobody knows which is right: all fixes of the instant are marked.

Two phones under one number seldom tell the same instant. So marked are, too, any four successive fixes A B A' B' of a
track of which each is out of reach of the one before it, and within reach of the one before that, unless one of the
four is surely wrong (no possible way of `impossible-speed` at `kmh` uses it): then it is told which of the two places
is.

kmh         how far reach goes, as in `impossible-speed`: beyond the errors of both, nothing else is possible. 1000
errors      twice the accuracy of each, `UNKNOWN_M` where it is not told (`tracing.filters.track`)
not for     towers: a phone changes between two in seconds, and `ping-pong` lets one of them stand
source      the order of fixes at one instant is the specification's, "track"; to and fro is ours
"""

import numpy as np
import polars as pl

from tracing.filters.impossible_speed import surely_wrong
from tracing.filters.sure import sure
from tracing.filters.track import apart_m, errors_m, within_reach

_INSTANT, _FOUR = ["track", "at"], 4


def two_places(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are of an instant at two places, or of a way to and fro."""
    return _at_once(fixes) | _to_and_fro(fixes, kmh)


def sure_and_alone(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Where a track may be taken apart: at a sure fix, which is never marked, if it is the only one of its instant."""
    alone = fixes.select(pl.len().over(_INSTANT) == 1).to_series().to_numpy()
    return sure(fixes, kmh) & alone


def _at_once(fixes: pl.DataFrame) -> np.ndarray:
    several = fixes.with_row_index("row").filter(pl.len().over(_INSTANT) > 1)
    if several.is_empty():
        return np.zeros(len(fixes), bool)
    several = several.with_columns(error=pl.Series(errors_m(several)))
    order = ["accuracy_m", "latitude", "longitude"]
    that_counts = several.sort([*_INSTANT, *order], nulls_last=True).unique(_INSTANT, keep="first")
    beside = several.join(that_counts, on=_INSTANT, suffix="_0", maintain_order="left")
    places = (beside[name].to_numpy() for name in ("latitude", "longitude", "latitude_0", "longitude_0"))
    too_far = apart_m(*places) > (beside["error"] + beside["error_0"]).to_numpy()
    at_two = beside.with_columns(far=pl.Series(too_far)).filter(pl.col("far").any().over(_INSTANT))
    marked = np.zeros(len(fixes), bool)
    marked[at_two["row"]] = True
    return marked


def _to_and_fro(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    marked = np.zeros(len(fixes), bool)
    track = fixes["track"].to_numpy()
    if len(fixes) < _FOUR:
        return marked
    far, back = ~within_reach(fixes, kmh), within_reach(fixes, kmh, 2)
    begins = np.flatnonzero(far[:-2] & far[1:-1] & far[2:] & back[:-1] & back[1:] & (track[3:] == track[:-3]))
    fours = begins[:, None] + np.arange(_FOUR)
    if len(fours):
        concerned = np.isin(track, track[begins])
        told = np.zeros(len(fixes), bool)
        told[concerned] = surely_wrong(fixes.filter(pl.Series(concerned)), kmh)
        marked[fours[~told[fours].any(axis=1)]] = True
    return marked

"""`frozen`: a receiver that hangs tells the same position again and again while its owner walks away.

A stall is successive fixes of a track at one position, to the last digit. A phone on a table at night stalls too, as
its system repeats a network position: that does no harm, as its owner is there. Harm does a stall of at least `minutes`
from which the next fix cannot be reached at `kmh`, beyond the errors of both: it had been left before it ended, and
nobody knows when. So does one of more than `hours`: an owner who gets up moves it. Marked are the fixes of such a stall
after its first instant, which was a true one.

minutes     10: moves join no longer gaps (specification, "track"), and a shorter stall is bridged by one
kmh         150: nobody leaves faster, in the moment between two fixes, by car; from a train that comes out of a tunnel
            the stall is as stale (a screening choice)
hours       24: a screening choice
not for     towers, whose positions are alike to the last digit by nature
source      ours
"""

import numpy as np
import polars as pl

from tracing.filters.track import METRES_PER_MS, errors_m, stands, steps_m
from tracing.times import HOUR, MINUTE


def frozen(fixes: pl.DataFrame, minutes: float, kmh: float, hours: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are of a harmful stall, but for those of its first instant."""
    stall = stands(fixes).to_numpy()
    first = np.flatnonzero(np.diff(stall, prepend=-1))
    last = np.append(first[1:], len(stall)) - 1
    at = fixes["at"].to_numpy()
    lasted = at[last] - at[first]
    left = _left_too_fast(fixes, kmh * METRES_PER_MS)[last]
    harms = ((lasted >= minutes * MINUTE) & left) | (lasted > hours * HOUR)
    return harms[stall] & (at > at[first][stall])


def _left_too_fast(fixes: pl.DataFrame, speed: float) -> np.ndarray:
    """From which fixes the next one of the track is out of reach."""
    errors, at, track = errors_m(fixes), fixes["at"].to_numpy(), fixes["track"].to_numpy()
    too_fast = steps_m(fixes) > speed * np.diff(at) + errors[:-1] + errors[1:]
    return np.append(too_fast & (track[1:] == track[:-1]), False)

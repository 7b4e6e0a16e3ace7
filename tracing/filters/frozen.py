"""`frozen`: a receiver that hangs tells the same position again and again while its owner walks away.

A stall is successive fixes of a track at one position, to the last digit. A phone on a table at night stalls too, as
its system repeats a network position: that does no harm, as its owner is there, for days if need be (who is at home in
quarantine or ill stays). Harm does a stall of at least `minutes` from which the next fix cannot be reached at `kmh`,
beyond the errors of both: it had been left before it ended, and nobody knows when. Marked are the fixes of such a stall
after its first instant, which was a true one. However long a stall lasts, without this sign it is a stay.

minutes     10: moves join no longer gaps (specification, "track"), and a shorter stall is bridged by one
kmh         150: nobody leaves faster, in the moment between two fixes, by car; from a train that comes out of a tunnel
            the stall is as stale (a screening choice)
not for     towers, whose positions are alike to the last digit by nature
source      ours
"""

import numpy as np
import polars as pl

from tracing.filters.track import stands, within_reach
from tracing.times import MINUTE


def frozen(fixes: pl.DataFrame, minutes: float, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are of a harmful stall, but for those of its first instant."""
    stall = stands(fixes).to_numpy()
    first = np.flatnonzero(np.diff(stall, prepend=-1))
    last = np.append(first[1:], len(stall)) - 1
    at = fixes["at"].to_numpy()
    harms = (at[last] - at[first] >= minutes * MINUTE) & _left_too_fast(fixes, kmh)[last]
    return harms[stall] & (at > at[first][stall])


def _left_too_fast(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """From which fixes the next one of the track is out of reach."""
    track = fixes["track"].to_numpy()
    return np.append(~within_reach(fixes, kmh) & (track[1:] == track[:-1]), False)

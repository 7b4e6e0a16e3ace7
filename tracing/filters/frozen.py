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

from tracing.filters.track import impossible_steps, stands
from tracing.times import MINUTE


def frozen(fixes: pl.DataFrame, minutes: float, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are of a harmful stall, but for those of its first instant."""
    stall, at = stands(fixes).to_numpy(), fixes["at"].to_numpy()
    first = np.flatnonzero(np.diff(stall, prepend=-1))
    last = np.append(first[1:], len(stall)) - 1
    left_too_fast = np.append(impossible_steps(fixes, kmh)[1:], False)[last]
    harms = (at[last] - at[first] >= minutes * MINUTE) & left_too_fast
    return harms[stall] & (at > at[first][stall])


def first_of_stalls(fixes: pl.DataFrame, minutes: float, kmh: float) -> np.ndarray:
    """Where a track may be taken apart: at the first fix of each stall, which is never marked itself."""
    return np.diff(stands(fixes).to_numpy(), prepend=0) > 0

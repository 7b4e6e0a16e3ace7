"""`impossible-speed`: fixes that a device cannot have made on its way, as it would have had to be too fast.

A possible way goes from fix to later fix of one track, each within reach of the one before: no farther away than `kmh`
allows in the time between, and the errors of both. Marked are the fixes that no possible way of the most fixes uses. So
of A A X A A the X is marked and neither neighbour; where nothing tells which of two is wrong (A X), neither is marked.

kmh     the speed that is still possible, km/h. 1000: an airliner goes 900 to 950 over the ground, and no train or car
        comes near; who knows that a source holds no passengers of aircraft may say 400 (a screening choice)
not judged  a track with more than `MANY` impossible steps, if they are a tenth of all: this is no device with a fault
            but several devices under one name, or noise
cost    one pass where every step is possible; about an impossible one, those fixes which are out of its reach
source  detection of impossible speeds as in Wu et al., "Oscillation Resolution for Mobile Phone Cellular Tower Data",
        MDM 2014; to keep the most fixes that agree is ours
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.filters.track import METRES_PER_MS, apart_m, errors_m, within_reach

MANY = 1_000
_TENTH = 0.1
_AT_ONCE = 64


def impossible_speed(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) no possible way of the most fixes uses."""
    speed = kmh * METRES_PER_MS
    marked, errors = np.zeros(len(fixes), bool), errors_m(fixes)
    track = fixes["track"].to_numpy()
    same = track[1:] == track[:-1]
    broken = same & ~within_reach(fixes, kmh)
    for begin, end in _spans(track, broken):
        steps = np.concatenate([[True], broken[begin : end - 1]])
        if steps.sum() - 1 > max(MANY, _TENTH * (end - begin)):
            continue
        part = fixes[begin:end]
        places = part["latitude"].to_numpy(), part["longitude"].to_numpy()
        way = _Track(part["at"].to_numpy(), *places, errors[begin:end], speed)
        before = way.longest(steps)
        after = way.reversed().longest(np.append(True, steps[:0:-1]))[::-1]
        marked[begin:end] = before + after - 1 < before.max()
    return marked


def _spans(track: np.ndarray, broken: np.ndarray) -> list[tuple[int, int]]:
    """From which row to which the tracks with a broken step go."""
    concerned = np.unique(track[1:][broken])
    order = np.flatnonzero(np.append(True, track[1:] != track[:-1]))
    begins = order[np.isin(track[order], concerned)]
    ends = np.append(order, len(track))[np.searchsorted(order, begins) + 1]
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


@dataclass(frozen=True)
class _Track:
    """One track in the order in which it is gone through: forward, or backward in time."""

    at: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    error: np.ndarray
    speed: float

    def reversed(self) -> "_Track":
        """The same, gone through the other way."""
        return _Track(self.at[::-1], self.latitude[::-1], self.longitude[::-1], self.error[::-1], self.speed)

    def longest(self, broken: np.ndarray) -> np.ndarray:
        """For each fix, how many fixes the longest possible way that ends with it has.

        broken      whether a fix is out of reach of the one before it; the first one is
        """
        length, most = np.empty(len(broken), np.int64), np.zeros(len(broken) + 1, np.int64)
        breaks, i = np.append(np.flatnonzero(broken), len(broken)), 0
        while i < len(broken):
            if broken[i] or length[i - 1] < most[i]:
                length[i] = 1 + self._best_before(i, length, most)
                end = i + 1
            else:  # the way with the most fixes goes on from fix to fix
                end = breaks[np.searchsorted(breaks, i)]
                length[i:end] = length[i - 1] + np.arange(1, end - i + 1)
            most[i + 1 : end + 1] = np.maximum(most[i], length[i:end])
            i = end
        return length

    def _best_before(self, i: int, length: np.ndarray, most: np.ndarray) -> int:
        """The longest way from which fix `i` can be reached; `most[j]` is the longest that ends before fix `j`."""
        best, end, size = 0, i, _AT_ONCE
        while best < most[end]:
            begin = max(0, end - size)
            before = slice(begin, end)
            far = apart_m(self.latitude[before], self.longitude[before], self.latitude[i], self.longitude[i])
            within = self.speed * np.abs(self.at[i] - self.at[before]) + self.error[before] + self.error[i]
            best = max(best, length[before][far <= within].max(initial=0))
            end, size = begin, 2 * size
        return best

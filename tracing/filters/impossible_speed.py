"""`impossible-speed`: fixes that a device cannot have made on its way, as it would have had to be too fast.

A possible way goes from fix to later fix of one track, each within reach of the one before: no farther away than `kmh`
allows in the time between, and the errors of both; what is more than `SILENCE` apart is always within reach. The ways
that are believed are those of the most fixes: the fewest had to be wrong. Marked is every fix that none of them uses,
and of those that some use and some do not the ones beside an impossible step. So of A A X A A the X is marked and
neither neighbour, and of A X both; of A A A X X X nobody can know which is wrong: the two at the step are marked, and
the others stay, as it is worse to miss somebody's day than to look at it twice.

kmh     the speed that is still possible, km/h. 1000: an airliner goes 900 to 950 over the ground, and no train or car
        comes near; who knows that a source holds no passengers of aircraft may say 400 (a screening choice)
not judged  what lies between two sure fixes (`tracing.filters.sure`) with more than `MANY` impossible steps, if they
        are a tenth of all: this is no device with a fault but several devices under one name, or noise
cost    one pass where every step is possible; about an impossible one, those fixes which are out of its reach
source  detection of impossible speeds as in Wu et al., "Oscillation Resolution for Mobile Phone Cellular Tower Data",
        MDM 2014; to keep the most fixes that agree, and none of those that are as many, is ours
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.filters.sure import sure
from tracing.filters.track import METRES_PER_MS, SILENCE, apart_m, errors_m, impossible_steps

MANY = 1_000
_TENTH = 0.1
_AT_ONCE = 64


def impossible_speed(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) no possible way of the most fixes uses, and which some do not that
    stand beside an impossible step.
    """
    used, impossible = _used(fixes, kmh), impossible_steps(fixes, kmh)
    beside = impossible | np.append(impossible[1:], False)
    return (used == _BY_NONE) | ((used == _BY_SOME) & beside)


def surely_wrong(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Which fixes no possible way of the most fixes uses."""
    return _used(fixes, kmh) == _BY_NONE


_BY_NONE, _BY_SOME, _BY_ALL = range(3)


def _used(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """By how many of the possible ways of the most fixes each fix is used; by all, where nothing is judged."""
    speed, errors, impossible = kmh * METRES_PER_MS, errors_m(fixes), impossible_steps(fixes, kmh)
    used = np.full(len(fixes), _BY_ALL)
    for begin, end in _tangles(fixes["track"].to_numpy(), impossible, sure(fixes, kmh)):
        steps = np.append(True, impossible[begin + 1 : end])
        if steps.sum() - 1 > max(MANY, _TENTH * (end - begin)):
            continue
        part = fixes[begin:end]
        places = part["latitude"].to_numpy(), part["longitude"].to_numpy()
        way = _Track(part["at"].to_numpy(), *places, errors[begin:end], speed)
        before = way.longest(steps)
        after = way.reversed().longest(np.append(True, steps[:0:-1]))[::-1]
        used[begin:end] = _of_ways(before, before + after - 1)
    return used


def _of_ways(place: np.ndarray, through: np.ndarray) -> np.ndarray:
    """By how many of the longest ways fixes are used.

    place       which fix of the longest way to it each is: every longest way has one of each place
    through     of how many fixes the longest way through it is
    """
    most = through == through.max()
    alone = np.bincount(place[most])[place.clip(max=place[most].max())] == 1
    return np.where(most, np.where(alone, _BY_ALL, _BY_SOME), _BY_NONE)


def _tangles(track: np.ndarray, impossible: np.ndarray, is_sure: np.ndarray) -> list[tuple[int, int]]:
    """From which row to which (that is not included) the parts of tracks between sure fixes go in which a step is
    impossible; the sure fixes at both ends are included.
    """
    first = np.append(True, track[1:] != track[:-1])
    steps = np.flatnonzero(impossible)
    begins, ends = np.flatnonzero(first | is_sure), np.flatnonzero(np.append(first[1:], True) | is_sure)
    begin = begins[np.searchsorted(begins, steps - 1, side="right") - 1]
    end = ends[np.searchsorted(ends, steps)] + 1
    return sorted(set(zip(begin.tolist(), end.tolist(), strict=True)))


@dataclass(frozen=True)
class _Track:
    """A part of a track in the order in which it is gone through: forward, or backward in time."""

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
            between = np.abs(self.at[i] - self.at[before])
            within = far <= self.speed * between + self.error[before] + self.error[i]
            best = max(best, length[before][within | (between > SILENCE)].max(initial=0))
            end, size = begin, 2 * size
        return best

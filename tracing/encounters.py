"""Two people on the move: every stretch in which they are within `within_m` metres.

Candidates say who may come near whom in which hour; for each pair of straight moves that go on at once the distance
is a quadratic in time, so the ends of a stretch are its exact roots, rounded to whole milliseconds. Arrays throughout,
no loop per pair.

source: specification, "track". cost: O(k), k pairs of moves of candidates.
"""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from tracing.grid import EARTH_RADIUS_M
from tracing.timeline import Timeline

_KEPT_BEYOND_M = 1.0
Motion = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Passages:
    """Pairs of moves of a source and another person, those of two people together and in order of time: the places of
    both moves; the first and the last instant that they share (ms); position of the source as seen from the person at
    the first (metres) and its change (metres per ms); the least distance in between (metres).
    """

    mine: np.ndarray
    theirs: np.ndarray
    zero_at: np.ndarray
    last_at: np.ndarray
    x: np.ndarray
    y: np.ndarray
    x_per_ms: np.ndarray
    y_per_ms: np.ndarray
    least_m: np.ndarray

    @property
    def motion(self) -> Motion:
        return self.x, self.y, self.x_per_ms, self.y_per_ms

    def where(self, places: np.ndarray) -> "Passages":
        """Those at some places."""
        return Passages(*(getattr(self, field.name).take(places) for field in fields(self)))


@dataclass(frozen=True)
class Encounters:
    """The stretches (ms, half-open) in which passages are within a distance, in their order."""

    of: Passages
    started_at: np.ndarray
    finished_at: np.ndarray


def passages(timeline: Timeline, near: pl.DataFrame, hulls: pl.DataFrame, within_m: float) -> Passages:
    """Pairs of moves that come within `within_m` metres: at this distance and at every lesser one, `encounters` of
    them are the stretches.

    near            who may come that near whom, and when: `whereabouts.candidates`
    hulls           source_id, w0, w1: from when to when (ms) anything of a source is asked for
    returns         some more, up to a metre farther apart, so that no rounding leaves one out; few pairs twice,
                    seen either way round the earth
    """
    parts = [_passing(timeline, *pair, within_m + _KEPT_BEYOND_M) for pair in timeline.beside(near, hulls)]
    parts = parts or [_passing(timeline, *np.empty((2, 0), np.int64), within_m)]
    columns = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Passages))
    return Passages(*columns)


def _passing(timeline: Timeline, mine: np.ndarray, theirs: np.ndarray, within_m: float) -> Passages:
    zero = np.maximum(timeline.begin[mine], timeline.begin[theirs])
    last = np.minimum(timeline.end[mine], timeline.end[theirs])
    motion, around = _relative_motion(timeline, mine, theirs, zero)
    both = Passages(mine, theirs, zero, last, *motion, least_m(motion, 0, last - zero))
    both = _either_way_round(both, around, within_m)
    return both.where(np.flatnonzero(both.least_m <= within_m))


def least_m(motion: Motion, begin: np.ndarray | int, end: np.ndarray) -> np.ndarray:
    """The least distance (metres) in relative motions between two instants of each (ms from its zero)."""
    x, y, vx, vy = motion
    speed = vx * vx + vy * vy
    with np.errstate(divide="ignore", invalid="ignore"):
        nearest = np.clip(-(x * vx + y * vy) / speed, begin, end)
    at = np.where(speed > 0, nearest, begin)
    away, up = x + vx * at, y + vy * at
    return np.sqrt(away * away + up * up)


def _either_way_round(passing: Passages, around: np.ndarray, within_m: float) -> Passages:
    """The pairs, and next to each the same once more where its longitudes come to differ by so much that the other way
    round the earth is within the distance too.

    around      metres once round the earth in the plane of each pair
    """
    first = passing.x
    last = first + passing.x_per_ms * (passing.last_at - passing.zero_at)
    farthest = np.maximum(np.abs(first), np.abs(last))
    if not (around - farthest <= within_m).any():
        return passing
    ways = [(way, np.flatnonzero(around - np.maximum(-way * first, -way * last) <= within_m)) for way in (-1, 1)]
    pair = np.concatenate([np.arange(len(first)), *(pairs for _, pairs in ways)])
    x = np.concatenate([first, *(first[pairs] + way * around[pairs] for way, pairs in ways)])
    order = np.argsort(pair, kind="stable")
    every = passing.where(pair[order])
    motion = x[order], *every.motion[1:]
    least = least_m(motion, 0, every.last_at - every.zero_at)
    return Passages(every.mine, every.theirs, every.zero_at, every.last_at, *motion, least)


def encounters(passing: Passages, within_m: float) -> Encounters:
    """The stretches of passages in which the two are within `within_m` metres."""
    zero = passing.zero_at
    edges = within(passing.motion, passing.last_at - zero, within_m)
    started, finished = (zero + np.floor(edge + 0.5).astype(np.int64) for edge in edges)
    met = np.flatnonzero(started < finished)
    return _in_order(Encounters(passing.where(met), started.take(met), finished.take(met)))


def _in_order(met: Encounters) -> Encounters:
    """The stretches of each pair of moves by their beginning: seen the other way round, two may be near earlier."""
    mine, theirs, started = met.of.mine, met.of.theirs, met.started_at
    same = (mine[1:] == mine[:-1]) & (theirs[1:] == theirs[:-1])
    if not (same & (started[1:] < started[:-1])).any():
        return met
    order = np.lexsort((started, np.append(0, np.cumsum(~same))))
    return Encounters(met.of.where(order), started[order], met.finished_at[order])


def _relative_motion(
    timeline: Timeline, mine: np.ndarray, theirs: np.ndarray, zero: np.ndarray
) -> tuple[Motion, np.ndarray]:
    """How moves go, at an instant each, as seen from others, and metres once round the earth in their plane."""
    column = timeline.column
    middle = column["latitude_0"][mine] + column["latitude_1"][mine]
    middle = (middle + column["latitude_0"][theirs] + column["latitude_1"][theirs]) / 4
    scale_y = np.radians(EARTH_RADIUS_M)
    scale_x = scale_y * np.cos(np.radians(middle))
    lat_a, north_a = _at(timeline, "latitude", mine, zero)
    lat_b, north_b = _at(timeline, "latitude", theirs, zero)
    lon_a, east_a = _at(timeline, "longitude", mine, zero)
    lon_b, east_b = _at(timeline, "longitude", theirs, zero)
    apart = lon_a - lon_b
    apart = apart - 360 * np.floor((apart + 180) / 360)
    motion = scale_x * apart, scale_y * (lat_a - lat_b), scale_x * (east_a - east_b), scale_y * (north_a - north_b)
    return motion, 360 * scale_x


def _at(timeline: Timeline, axis: str, moves: np.ndarray, instant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A coordinate of moves at an instant each, and its change per millisecond."""
    per_ms = timeline.column[f"{axis}_per_ms"][moves]
    return timeline.column[f"{axis}_0"][moves] + per_ms * (instant - timeline.begin[moves]), per_ms


def within(motion: Motion, lasts: np.ndarray, within_m: float) -> tuple[np.ndarray, np.ndarray]:
    """When a relative motion is inside a circle: begin and end in ms from its zero, equal where it never is.

    Solves |p + v t| = r by the form of the quadratic that does not cancel.
    """
    x, y, vx, vy = motion
    a, b, c = vx * vx + vy * vy, x * vx + y * vy, x * x + y * y - within_m * within_m
    discriminant = b * b - a * c
    with np.errstate(divide="ignore", invalid="ignore"):
        q = -(b + np.copysign(np.sqrt(discriminant), b))
        roots = q / a, c / q
    # Where one of the two is no number, the other is the first and there is no last.
    first, last = np.fmin(*roots), np.maximum(*roots)
    resting, never = a == 0, (discriminant < 0) | (c > 0) & (a == 0)
    begin = np.where(resting, 0, np.nan_to_num(first, nan=0.0))
    end = np.where(resting, lasts, np.nan_to_num(last, nan=0.0))
    begin, end = np.clip(begin, 0, lasts), np.clip(end, 0, lasts)
    return np.where(never, 0, begin), np.where(never, 0, end)

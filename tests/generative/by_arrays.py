"""Everybody against everybody in arrays: what a track rule says of a crowd, without any grid, index or candidates.

For crowds alone: all fixes usable, few metres, far from the poles and the 180th meridian. Held against the
reference on a small crowd before the product is held against it on a large one.
"""

from dataclasses import dataclass

import numpy as np

from tests.lib.reference.instants import MINUTE, read_instant
from tests.lib.reference.stretches import Stretch, clip, length, merge
from tests.lib.reference.tracks import EARTH_RADIUS_M, MAX_GAP_MINUTES
from tests.lib.worlds import World

Episodes = dict[str, list[Stretch]]


@dataclass(frozen=True)
class Moves:
    """One entry per move: whose, when (ms), and both ends in radians."""

    person: np.ndarray
    start: np.ndarray
    end: np.ndarray
    latitude: tuple[np.ndarray, np.ndarray]
    longitude: tuple[np.ndarray, np.ndarray]

    def where(self, chosen: np.ndarray) -> "Moves":
        ends = ((first[chosen], last[chosen]) for first, last in (self.latitude, self.longitude))
        return Moves(self.person[chosen], self.start[chosen], self.end[chosen], *ends)

    def at(self, instant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Latitude and longitude at an instant of each move."""
        share = (instant - self.start) / (self.end - self.start)
        return tuple(first + share * (last - first) for first, last in (self.latitude, self.longitude))


def moves_of(world: World) -> Moves:
    """The moves of everybody, from the texts of the fixes."""
    rows = sorted((row["person_id"], read_instant(row["observed_at"], None), row) for row in world.files["fixes"])
    person = np.array([name for name, _, _ in rows])
    when = np.array([instant for _, instant, _ in rows])
    latitude, longitude = (np.radians([float(row[axis]) for *_, row in rows]) for axis in ("latitude", "longitude"))
    joined = (person[1:] == person[:-1]) & (np.diff(when) <= MAX_GAP_MINUTES * MINUTE)
    ends = ((axis[:-1][joined], axis[1:][joined]) for axis in (latitude, longitude))
    return Moves(person[:-1][joined], when[:-1][joined], when[1:][joined], *ends)


def met(moves: Moves, source: str, window: Stretch, rule: dict) -> Episodes:
    """The episodes of a source with everybody, clipped to its window, of those who reach the rule's threshold."""
    found: Episodes = {}
    for place in np.flatnonzero(moves.person == source):
        one = moves.where(np.array([place]))
        others = moves.where((moves.start < one.end) & (one.start < moves.end) & (moves.person != source))
        for person, start, end in zip(others.person, *near(one, others, rule["within_m"]), strict=True):
            if start < end:
                found.setdefault(str(person), []).append((int(start), int(end)))
    clipped = {person: clip(merge(stretches), [window]) for person, stretches in found.items()}
    least = rule.get("at_least_minutes", 0) * MINUTE
    return {person: parts for person, parts in clipped.items() if parts and length(parts) >= least}


def near(one: Moves, others: Moves, within_m: float) -> tuple[np.ndarray, np.ndarray]:
    """From when to when each of the others is near the one, in whole milliseconds; equal where never."""
    start, end = np.maximum(one.start, others.start), np.minimum(one.end, others.end)
    middle = (sum(one.latitude) + sum(others.latitude)) / 4
    (x, y), (last_x, last_y) = (apart(one, others, instant, middle) for instant in (start, end))
    east, north = last_x - x, last_y - y
    travelled = np.hypot(east, north)
    still = travelled == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        passing = np.where(still, np.hypot(x, y), np.abs(x * north - y * east) / travelled)
        half_chord = np.sqrt(np.maximum(0, (within_m - passing) * (within_m + passing))) / travelled
        nearest = -(x / travelled * east / travelled + y / travelled * north / travelled)
    enters = np.where(still, 0, np.clip(nearest - half_chord, 0, 1))
    leaves = np.where(still, 1, np.clip(nearest + half_chord, 0, 1))
    leaves = np.where(passing <= within_m, leaves, enters)
    return tuple(start + np.floor(share * (end - start) + 0.5).astype(int) for share in (enters, leaves))


def apart(one: Moves, others: Moves, instant: np.ndarray, middle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Metres to the east and north from the others to the one."""
    (lat_a, lon_a), (lat_b, lon_b) = one.at(instant), others.at(instant)
    return EARTH_RADIUS_M * np.cos(middle) * (lon_a - lon_b), EARTH_RADIUS_M * (lat_a - lat_b)

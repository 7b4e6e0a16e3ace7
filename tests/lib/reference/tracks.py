"""Evidence `track` (specification, section 4): fixes to straight moves, moves to pieces within a distance."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import cos, floor, hypot, radians, sqrt

from tests.lib.reference.instants import MINUTE
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.records import Record
from tests.lib.reference.stretches import Stretch, overlap

EARTH_RADIUS_M = 6_371_008.8
MAX_GAP_MINUTES = 10
MAX_ACCURACY_M = 100
WORST = 10**12
# The short way round is the shortest of these at every instant; which one that is may change while two move.
WAYS_ROUND = (-360, 0, 360)


@dataclass(frozen=True)
class Move:
    """A straight move between two instants (ms UTC); degrees, exact, the longitude without jumps (may pass 180)."""

    started_at: int
    finished_at: int
    latitudes: tuple[Fraction, Fraction]
    longitudes: tuple[Fraction, Fraction]

    def position(self, instant: int) -> tuple[Fraction, Fraction]:
        """Latitude and longitude, linear in time; an end is told as it stands, as most instants asked of are ends."""
        if instant in (self.started_at, self.finished_at):
            end = int(instant == self.finished_at)
            return self.latitudes[end], self.longitudes[end]
        share = Fraction(instant - self.started_at, self.finished_at - self.started_at)
        return tuple(first + share * (last - first) for first, last in (self.latitudes, self.longitudes))


@dataclass(frozen=True)
class Approach:
    """How one person lies from the other, in metres, at the start and at the end of the time both moves share."""

    stretch: Stretch
    first: tuple[float, float]
    last: tuple[float, float]

    def at(self, share: float) -> tuple[float, float]:
        return tuple(first + share * (last - first) for first, last in zip(self.first, self.last, strict=True))

    def change(self) -> tuple[float, float]:
        return self.last[0] - self.first[0], self.last[1] - self.first[1]


def track_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Every stretch in which both positions are known and at most `within_m` apart (section 4)."""
    others = moves_of(person, rule, inputs)
    approaches = [
        approach
        for one in moves_of(source, rule, inputs)
        for other in sharing_time(one, others)
        for approach in approaches_of(one, other)
    ]
    return [
        Piece(stretch, least_distance=partial(least_distance, approach))
        for approach in approaches
        for stretch in near_stretches(approach, rule["within_m"])
    ]


def sharing_time(one: Move, others: list[Move]) -> list[Move]:
    """The moves of a person that share time with a move; they follow each other, so a search by halves finds them."""
    first = bisect_right(others, one.started_at, key=lambda move: move.finished_at)
    return others[first : bisect_left(others, one.finished_at, key=lambda move: move.started_at)]


def moves_of(person: str, rule: dict, inputs: Inputs) -> list[Move]:
    """Successive usable fixes at most `max_gap_minutes` apart, joined (section 4)."""
    gap = round(Fraction(str(rule.get("max_gap_minutes", MAX_GAP_MINUTES))) * MINUTE)
    fixes = usable_fixes(person, rule, inputs)
    return [
        move_between(one, other) for one, other in pairwise(fixes) if other["observed_at"] - one["observed_at"] <= gap
    ]


def move_between(one: Record, other: Record) -> Move:
    """The straight move from fix to fix, the short way round in longitude (section 4)."""
    way = short_way(other["longitude"] - one["longitude"])
    return Move(
        one["observed_at"],
        other["observed_at"],
        (one["latitude"], other["latitude"]),
        (one["longitude"], one["longitude"] + way),
    )


def short_way(degrees: Fraction) -> Fraction:
    """A difference of longitudes in [-180, 180)."""
    return (degrees + 180) % 360 - 180


def usable_fixes(person: str, rule: dict, inputs: Inputs) -> list[Record]:
    """A person's usable fixes in time order, the best one of each instant (section 4)."""
    limit = Fraction(str(rule.get("max_accuracy_m", MAX_ACCURACY_M)))
    best: dict[int, Record] = {}
    for fix in inputs.observed_of(person, "fixes", "observed_at"):
        if fix["accuracy_m"] is None or fix["accuracy_m"] <= limit:
            rival = best.setdefault(fix["observed_at"], fix)
            best[fix["observed_at"]] = min(rival, fix, key=badness)
    return [best[instant] for instant in sorted(best)]


def badness(fix: Record) -> tuple:
    """Most accurate first, unknown worst, then smaller latitude, then smaller longitude (section 4)."""
    accuracy = WORST if fix["accuracy_m"] is None else fix["accuracy_m"]
    return accuracy, fix["latitude"], fix["longitude"]


def approaches_of(one: Move, other: Move) -> list[Approach]:
    """How one lies from the other while both move, seen each way round the earth: near is who is near in one of them.

    Two longitudes differ the short way round, and that is the least of the differences that whole turns make of them.
    """
    return [
        approach_of(one, other, shared, way_round)
        for shared in overlap((one.started_at, one.finished_at), (other.started_at, other.finished_at))
        for way_round in ways_round(one, other)
    ]


def ways_round(one: Move, other: Move) -> tuple[int, ...]:
    """Who never comes half a turn apart is seen the one way only."""
    (begin_a, end_a), (begin_b, end_b) = one.longitudes, other.longitudes
    farthest = abs(short_way(begin_a - begin_b)) + abs(end_a - begin_a) + abs(end_b - begin_b)
    return (0,) if farthest < 180 else WAYS_ROUND


def approach_of(one: Move, other: Move, shared: Stretch, way_round: int) -> Approach:
    """The local plane of two moves: x east, y north, at the mean latitude of their four ends (section 4)."""
    scale = cos(radians(sum(one.latitudes + other.latitudes) / 4))
    (lat_a, lon_a), (lat_b, lon_b) = one.position(shared[0]), other.position(shared[0])
    (last_lat_a, last_lon_a), (last_lat_b, last_lon_b) = one.position(shared[1]), other.position(shared[1])
    apart = short_way(lon_a - lon_b) + way_round
    last_apart = apart + (last_lon_a - lon_a) - (last_lon_b - lon_b)
    first = metres(apart) * scale, metres(lat_a - lat_b)
    last = metres(last_apart) * scale, metres(last_lat_a - last_lat_b)
    return Approach(shared, first, last)


def metres(degrees: Fraction) -> float:
    """The length of an arc on the sphere; the exact difference is rounded once."""
    return EARTH_RADIUS_M * radians(degrees)


def near_stretches(approach: Approach, within_m: float) -> list[Stretch]:
    """When the distance is at most `within_m`: between the roots, to the nearest millisecond (section 4)."""
    start, end = approach.stretch
    shares = near_shares(approach, within_m)
    if shares is None:
        return []
    first, last = (start + floor(share * (end - start) + 0.5) for share in shares)
    return overlap(approach.stretch, (first, last))


def near_shares(approach: Approach, within_m: float) -> tuple[float, float] | None:
    """The roots of |first + s * change| = within_m, held to 0..1, or None where there is no such time.

    The line of the approach passes the origin at the distance h; the roots lie the half chord sqrt(w² - h²) on either
    side of the nearest point. No large, nearly equal terms are subtracted.
    """
    (x, y), (east, north) = approach.first, approach.change()
    travelled = hypot(east, north)
    if travelled == 0:
        return (0.0, 1.0) if hypot(x, y) <= within_m else None
    passing = abs(x * north - y * east) / travelled
    if passing > within_m:
        return None
    half_chord = sqrt((within_m - passing) * (within_m + passing)) / travelled
    nearest = nearest_share(approach)
    return max(0.0, min(1.0, nearest - half_chord)), max(0.0, min(1.0, nearest + half_chord))


def nearest_share(approach: Approach) -> float:
    """Where on its endless line the approach is nearest; 0 for a distance that does not change."""
    (x, y), (east, north) = approach.first, approach.change()
    travelled = hypot(east, north)
    return -((x / travelled) * (east / travelled) + (y / travelled) * (north / travelled)) if travelled else 0.0


def least_distance(approach: Approach, part: Stretch) -> float:
    """The least distance inside a part of the approach, its ends included (section 4, "closest")."""
    start, end = approach.stretch
    low, high = ((instant - start) / (end - start) for instant in part)
    return hypot(*approach.at(max(low, min(high, nearest_share(approach)))))

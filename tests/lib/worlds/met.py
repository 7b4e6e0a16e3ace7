"""A world of journeys looked at: which moves share time, and which of them come near each other, under which rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import cos, hypot, radians

from tests.lib.reference.cells import Cell, cells_of
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.stretches import Stretch, clip, overlap
from tests.lib.reference.tracks import Move, approaches_of, moves_of, near_stretches, sharing_time
from tests.lib.worlds.grid import METRES_PER_DEGREE
from tests.lib.worlds.seen import Seen


@dataclass(frozen=True)
class Meeting:
    """Two moves that come within the distance of a rule: the source's, the other person's, and when."""

    rule: dict
    source: str
    person: str
    one: Move
    other: Move
    stretch: Stretch

    @property
    def moves(self) -> tuple[Move, Move]:
        return self.one, self.other

    def places(self) -> list[tuple[float, float]]:
        """Where both are in the midst of it, in degrees, the longitude in [-180, 180)."""
        return [place(move, sum(self.stretch) // 2) for move in self.moves]


class Journey(Seen):
    """A world of journeys with the meetings behind the exposures of its answer."""

    @cached_property
    def tracks_known(self) -> dict[tuple[str, str], list[Move]]:
        """The moves of a person as a rule sees them, kept when first asked for."""
        return {}

    @cached_property
    def inputs(self) -> Inputs:
        return Inputs(self.records, self.world.definition, self.as_of, self.zone)

    @cached_property
    def met(self) -> list[Meeting]:
        """Of every two moves under a track rule the stretches together that an exposure of the answer counts."""
        return [
            Meeting(rule, source, person, one, other, part)
            for rule, source, person, stretches in self.exposed("track")
            for one, other in self.pairs(rule, source, person)
            for approach in approaches_of(one, other)
            for stretch in near_stretches(approach, rule["within_m"])
            for part in clip([stretch], stretches)
        ]

    @cached_property
    def shared_cells(self) -> list[tuple[Cell, Stretch]]:
        """The cells in which an exposure of a rule of cells came about, and when."""
        return [
            (cell, part)
            for rule, source, person, stretches in self.exposed("cell")
            for cell, mine in cells_of(source, rule, self.inputs)
            for other, yours in cells_of(person, rule, self.inputs)
            if cell == other
            for together in overlap(mine, yours)
            for part in clip([together], stretches)
        ]

    def exposed(self, evidence: str) -> Iterator[tuple[dict, str, str, list[Stretch]]]:
        """The exposures of the answer under the rules of a kind of evidence, each once."""
        rules = {rule["id"]: rule for rule in self.rules(evidence)}
        found = {(one["rule"], one["source"], one["person"]): one["episodes"] for one in self.answer.exposures}
        for (rule, source, person), episodes in found.items():
            if rule in rules:
                yield rules[rule], source, person, episodes

    @cached_property
    def passings(self) -> list[tuple[dict, Move, Move, int]]:
        """Every two moves of different people that share time, near or not, and the first instant they share."""
        people = sorted({fix["person_id"] for fix in self.kept("fixes")})
        return [
            (rule, one, other, max(one.started_at, other.started_at))
            for rule in self.rules("track")
            for source, person in combinations(people, 2)
            for one, other in self.pairs(rule, source, person)
        ]

    def pairs(self, rule: dict, source: str, person: str) -> Iterator[tuple[Move, Move]]:
        """The moves of two people that share time."""
        others = self.moves(rule, person)
        return ((one, other) for one in self.moves(rule, source) for other in sharing_time(one, others))

    def moves(self, rule: dict, person: str) -> list[Move]:
        key = rule["id"], person
        if key not in self.tracks_known:
            self.tracks_known[key] = moves_of(person, rule, self.inputs)
        return self.tracks_known[key]


def place(move: Move, instant: int) -> tuple[float, float]:
    """Where a move is, the longitude in [-180, 180)."""
    latitude, longitude = move.position(instant)
    return float(latitude), float((longitude + 180) % 360 - 180)


def speed(move: Move) -> float:
    """Metres a second on the way, as the local plane of its own two ends has it."""
    north, east = (float(last - first) for first, last in (move.latitudes, move.longitudes))
    narrowing = cos(radians(sum(move.latitudes) / 2))
    return METRES_PER_DEGREE * hypot(north, east * narrowing) / (move.finished_at - move.started_at) * 1000


def distance(one: Move, other: Move, instant: int, latitude: float | None = None) -> float:
    """The distance at one instant, by the specification's own words, or with another latitude for the plane."""
    middle = sum(one.latitudes + other.latitudes) / 4 if latitude is None else latitude
    (lat_a, lon_a), (lat_b, lon_b) = one.position(instant), other.position(instant)
    apart = (lon_a - lon_b + 180) % 360 - 180
    return hypot(METRES_PER_DEGREE * cos(radians(middle)) * float(apart), METRES_PER_DEGREE * float(lat_a - lat_b))


def apart(one: Move, other: Move, instant: int) -> Fraction:
    """How much farther east one is than the other, without jumps (may pass 180)."""
    return one.position(instant)[1] - other.position(instant)[1]


JOURNEY_SPECIALS: dict[str, Callable[[Journey], bool]] = {}


def journey_special(holds: Callable[[Journey], bool]) -> Callable[[Journey], bool]:
    """Keeps a predicate of journeys under its own name."""
    JOURNEY_SPECIALS[holds.__name__] = holds
    return holds

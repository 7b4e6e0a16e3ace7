"""The reference's own roots, held against looking at the clock: second by second, where is each person?"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import asin, cos, floor, radians, sin, sqrt

import pytest

from tests.lib.reference.cells import cell_pieces, cells_of, dwells
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.tracks import track_pieces, usable_fixes
from tests.lib.worlds import random_world
from tests.lib.worlds.seen import Seen

R = 6_371_008.8
SECOND = 1000
UNSURE_M = 0.05
UNSURE_CELLS = 0.001


def inputs_of(seed: int, evidence: str) -> Inputs:
    seen = Seen(random_world(seed, (evidence,)))
    return Inputs(seen.records, seen.world.definition, seen.as_of, seen.zone)


def position(fixes: list[dict], instant: int, gap_minutes: float) -> tuple[float, float] | None:
    """Where somebody is, in degrees, the longitude perhaps beyond 180; None where nobody knows."""
    for one, other in pairwise(fixes):
        begun, done = one["observed_at"], other["observed_at"]
        if begun <= instant < done <= begun + gap_minutes * 60 * SECOND:
            share = (instant - begun) / (done - begun)
            east = float(other["longitude"] - one["longitude"])
            east += 360 if east < -180 else -360 if east > 180 else 0
            north = float(other["latitude"] - one["latitude"])
            return float(one["latitude"]) + share * north, float(one["longitude"]) + share * east
    return None


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, one), map(radians, other))
    half = sin((lat_a - lat_b) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_a - lon_b) / 2) ** 2
    return 2 * R * asin(sqrt(half))


def seconds_of(inputs: Inputs, rule: dict) -> Iterator[tuple]:
    """Every second at which the first two people of a world are both somewhere, with their positions."""
    mine, yours = (usable_fixes(person, rule, inputs) for person in ("p1", "p2"))
    gap = rule.get("max_gap_minutes", 10)
    instants = [fix["observed_at"] for fix in mine + yours]
    for instant in range(min(instants, default=0) // SECOND * SECOND, max(instants, default=0), SECOND):
        here, there = position(mine, instant, gap), position(yours, instant, gap)
        if here and there:
            yield instant, here, there


def together(pieces: list[Piece], instant: int) -> bool:
    return any(piece.stretch[0] <= instant < piece.stretch[1] for piece in pieces)


def at_an_edge(pieces: list[Piece], instant: int) -> bool:
    """Within the millisecond to which the edges of an episode are rounded."""
    return any(abs(edge - instant) <= 1 for piece in pieces for edge in piece.stretch)


@pytest.mark.parametrize("seeds", [range(0, 12), range(12, 24)])
def test_track_by_the_second(seeds):
    """Within the distance on the great circle exactly where an episode says so, but for 5 cm about the threshold."""
    seen = []
    for inputs in (inputs_of(seed, "track") for seed in seeds):
        rule = inputs.definition["rule"][0]
        pieces = track_pieces(rule, "p1", "p2", inputs)
        for instant, here, there in seconds_of(inputs, rule):
            beyond = great_circle(here, there) - rule["within_m"]
            if abs(beyond) > UNSURE_M and not at_an_edge(pieces, instant):
                assert together(pieces, instant) is (beyond < 0)
                seen.append(beyond < 0)
    assert {True, False} == set(seen)


@pytest.mark.parametrize("seeds", [range(0, 12), range(12, 24)])
def test_cell_by_the_second(seeds):
    """In one cell of the grid exactly where an episode says so, but for a thousandth of a cell about its edges."""
    seen = []
    for inputs in (inputs_of(seed, "cell") for seed in seeds):
        rule = {key: value for key, value in inputs.definition["rule"][0].items() if not key.startswith("dwell_")}
        pieces = cell_pieces(rule, "p1", "p2", inputs)
        for instant, here, there in seconds_of(inputs, rule):
            cells = [cell(*point, rule.get("cell_m", 800)) for point in (here, there)]
            if None not in cells and not at_an_edge(pieces, instant):
                assert together(pieces, instant) is (cells[0] == cells[1])
                seen.append(cells[0] == cells[1])
    assert {True, False} == set(seen)


def test_dwelling_by_the_second():
    """Somebody dwells in a cell exactly where the seconds spent there say so, but for those about the threshold."""
    seen = []
    for inputs in (inputs_of(seed, "cell") for seed in range(24)):
        rule = inputs.definition["rule"][0] | {"dwell_more_than_hours": 0.2, "dwell_days": 5}
        for person in ("p1", "p2"):
            stood = cells_of(person, rule, inputs)
            spent = Counter(cells_by_the_second(inputs, rule, person))
            unsure = spent.pop(None, 0) + len(stood)
            for where in {where for where, _ in stood}:
                beyond = spent[where] - 0.2 * 3600
                if abs(beyond) > unsure:
                    assert dwells(where, stood, rule, inputs.as_of) is (beyond > 0)
                    seen.append(beyond > 0)
    assert {True, False} == set(seen)


def cells_by_the_second(inputs: Inputs, rule: dict, person: str) -> Iterator[tuple[int, int] | None]:
    """The cell somebody stands in at every second of the five days before `as_of`, where the position is known."""
    fixes = usable_fixes(person, rule, inputs)
    first = max(inputs.as_of - 5 * 24 * 3600 * SECOND, min((fix["observed_at"] for fix in fixes), default=0))
    last = min(inputs.as_of, max((fix["observed_at"] for fix in fixes), default=0))
    for instant in range(first, last, SECOND):
        point = position(fixes, instant, rule.get("max_gap_minutes", 10))
        if point:
            yield cell(*point, rule.get("cell_m", 800))


def cell(latitude: float, longitude: float, size: float) -> tuple[int, int] | None:
    """The cell of a point, or None where it is too near an edge to say."""
    row = R * radians(latitude) / size
    turned = (longitude + 180) % 360 - 180
    column = R * cos(floor(row) * size / R) * radians(turned) / size
    if any(abs(value - round(value)) < UNSURE_CELLS for value in (row, column)):
        return None
    return floor(row), floor(column)

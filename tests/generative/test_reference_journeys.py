"""The reference on journeys, held against the specification's own words at single instants: no roots, no grid.

Where two moves share time, the distance at an instant is one formula, and so is the cell that somebody stands in.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import cos, floor, radians

from tests.lib.reference.cells import cell_pieces
from tests.lib.reference.pieces import Piece
from tests.lib.reference.stretches import overlap
from tests.lib.reference.tracks import Move, track_pieces
from tests.lib.worlds.grid import EARTH_RADIUS_M
from tests.lib.worlds.journeys import random_journey
from tests.lib.worlds.met import Journey, distance, place
from tests.lib.worlds.specials_of_journeys import telling_seeds

BETWEEN = 6
# Milliseconds about an instant in which nothing may change, as the edges of an episode are rounded to whole ones.
ABOUT = (-2, 0, 2)
UNSURE_CELLS = 1e-6


@cache
def journeys() -> list[Journey]:
    return [Journey(random_journey(seed)) for seed in telling_seeds()]


def instants(one: Move, other: Move, pieces: list[Piece]) -> Iterator[int]:
    """Some instants that two moves share: spread evenly, and next to the edges of what is said of them."""
    shared = overlap((one.started_at, one.finished_at), (other.started_at, other.finished_at))
    for start, end in shared:
        edges = [edge + step for piece in pieces for edge in piece.stretch for step in (-3, 3)]
        for instant in [*range(start, end, max(1, (end - start) // BETWEEN)), *edges]:
            if start <= instant + min(ABOUT) and instant + max(ABOUT) < end:
                yield instant


def together(pieces: list[Piece], instant: int) -> bool:
    return any(piece.stretch[0] <= instant < piece.stretch[1] for piece in pieces)


def asked(journey: Journey, evidence: str) -> Iterator[tuple[dict, str, str]]:
    """Every rule of a kind of evidence, of any dwelling, with every two people."""
    people = sorted({fix["person_id"] for fix in journey.kept("fixes")})
    for rule in journey.rules(evidence):
        for pair in combinations(people, 2):
            yield {key: value for key, value in rule.items() if not key.startswith("dwell_")}, *pair


def test_together_exactly_where_the_distance_says_so():
    seen = []
    for journey in journeys():
        for rule, *pair in asked(journey, "track"):
            pieces = track_pieces(rule, *pair, journey.inputs)
            for one, other in journey.pairs(rule, *pair):
                for instant in instants(one, other, pieces):
                    near = {distance(one, other, instant + step) <= rule["within_m"] for step in ABOUT}
                    if len(near) == 1:
                        assert together(pieces, instant) in near
                        seen += near
    assert min(seen.count(True), seen.count(False)) > 1000


def test_in_one_cell_exactly_where_the_grid_says_so():
    seen = []
    for journey in journeys():
        for rule, *pair in asked(journey, "cell"):
            pieces = cell_pieces(rule, *pair, journey.inputs)
            for one, other in journey.pairs(rule, *pair):
                for instant in instants(one, other, pieces):
                    mine, yours = (cells_about(move, instant, rule["cell_m"]) for move in (one, other))
                    if len(mine) == len(yours) == 1 and None not in mine | yours:
                        assert together(pieces, instant) is (mine == yours)
                        seen.append(mine == yours)
    assert min(seen.count(True), seen.count(False)) > 1000


def cells_about(move: Move, instant: int, size: float) -> set[tuple[int, int] | None]:
    return {cell(*place(move, instant + step), size) for step in ABOUT}


def cell(latitude: float, longitude: float, size: float) -> tuple[int, int] | None:
    """The cell of a point, or None where it is too near an edge to say, but for the edges that are exact."""
    row = EARTH_RADIUS_M * radians(latitude) / size
    column = EARTH_RADIUS_M * cos(floor(row) * size / EARTH_RADIUS_M) * radians(longitude) / size
    for value, exact in ((row, latitude == 0), (column, longitude in (0, -180))):
        if abs(value - round(value)) < UNSURE_CELLS and not exact:
            return None
    return floor(row), floor(column)

"""Evidence `cell` (specification, section 4): moves to stays in the cells of a metric grid."""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, cos, floor, pi, radians

from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.stretches import Stretch, overlap
from tests.lib.reference.tracks import EARTH_RADIUS_M, Move, moves_of

CELL_M = 800
Cell = tuple[int, int]


def cell_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Every stretch in which both stand in one cell (section 4)."""
    others = cells_of(person, rule, inputs)
    return [
        Piece(part)
        for cell, stretch in cells_of(source, rule, inputs)
        for other_cell, other_stretch in others
        if cell == other_cell
        for part in overlap(stretch, other_stretch)
    ]


def cells_of(person: str, rule: dict, inputs: Inputs) -> list[tuple[Cell, Stretch]]:
    """The cells a person stood in, with the stretch in each; crossings to the nearest millisecond."""
    size = rule.get("cell_m", CELL_M)
    found = []
    for move in moves_of(person, rule, inputs):
        duration = move.finished_at - move.started_at
        for cell, (enters, leaves) in crossed_cells(move, size):
            first, last = (move.started_at + floor(share * duration + 0.5) for share in (enters, leaves))
            found.append((cell, (first, last)))
    return found


def crossed_cells(move: Move, size: float) -> Iterator[tuple[Cell, tuple[float, float]]]:
    """The cells of a move, each with the share of the move at which it is entered and left."""
    south_north = tuple(EARTH_RADIUS_M * radians(latitude) / size for latitude in move.latitudes)
    for enters, leaves in legs(*south_north, 0.0, 1.0):
        row = floor(between(*south_north, (enters + leaves) / 2))
        circumference_half = pi * EARTH_RADIUS_M * cos(row * size / EARTH_RADIUS_M) / size
        half_turns = tuple(float(longitude / 180) for longitude in move.longitudes)
        for first, last in turns(*half_turns, enters, leaves):
            turn = 2 * floor((between(*half_turns, (first + last) / 2) + 1) / 2)
            columns = tuple((longitude - turn) * circumference_half for longitude in half_turns)
            for start, end in legs(*columns, first, last):
                yield (row, floor(between(*columns, (start + end) / 2))), (start, end)


def turns(begins: float, ends: float, low: float, high: float) -> Iterator[tuple[float, float]]:
    """The part of a line from low to high, cut where the longitude (in half turns) passes 180 degrees."""
    yield from cut(begins, ends, low, high, [-3.0, -1.0, 1.0, 3.0])


def legs(begins: float, ends: float, low: float, high: float) -> Iterator[tuple[float, float]]:
    """The part of a line from low to high, cut where the value passes a whole number."""
    least, most = sorted((begins, ends))
    yield from cut(begins, ends, low, high, [float(edge) for edge in range(ceil(least), floor(most) + 1)])


def cut(begins: float, ends: float, low: float, high: float, edges: list[float]) -> Iterator[tuple[float, float]]:
    crossings = [(edge - begins) / (ends - begins) for edge in edges if ends != begins]
    bounds = [low, *sorted(share for share in crossings if low < share < high), high]
    yield from pairwise(bounds)


def between(begins: float, ends: float, share: float) -> float:
    return begins + share * (ends - begins)

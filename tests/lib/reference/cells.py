"""Evidence `cell` (specification, section 4): moves to stays in the cells of a metric grid, and who dwells there.

A rule may ask for a dwelling: the total time in the cell where two people meet, over the days before `as_of`.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, cos, floor, pi, radians

from tests.lib.reference.instants import HOUR
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.stretches import Stretch, clip, length, overlap
from tests.lib.reference.tracks import EARTH_RADIUS_M, Move, moves_of

CELL_M = 800
DWELL_DAYS = 14
Cell = tuple[int, int]
Stood = list[tuple[Cell, Stretch]]


def cell_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Every stretch in which both stand in one cell, of those cells where somebody dwells if need be (section 4)."""
    mine, yours = cells_of(source, rule, inputs), cells_of(person, rule, inputs)
    return [
        Piece(part)
        for cell, stretch in mine
        for other_cell, other_stretch in yours
        if cell == other_cell
        for part in overlap(stretch, other_stretch)
        if is_dwelt_in(cell, rule, mine, yours, inputs.as_of)
    ]


def is_dwelt_in(cell: Cell, rule: dict, mine: Stood, yours: Stood, as_of: int) -> bool:
    """Whether those dwell in the cell whom the rule names: `either` of the two, `both`, or the `person` met."""
    if "dwell_more_than_hours" not in rule:
        return True
    source, person = (dwells(cell, stood, rule, as_of) for stood in (mine, yours))
    return {"either": source or person, "both": source and person, "person": person}[rule.get("dwell_who", "either")]


def dwells(cell: Cell, stood: Stood, rule: dict, as_of: int) -> bool:
    """Whether somebody was in a cell for more than `dwell_more_than_hours` in all, in the days before `as_of`."""
    days = (as_of - rule.get("dwell_days", DWELL_DAYS) * 24 * HOUR, as_of)
    there = length(clip([stretch for other, stretch in stood if other == cell], [days]))
    return there > Fraction(str(rule["dwell_more_than_hours"])) * HOUR


def cells_of(person: str, rule: dict, inputs: Inputs) -> Stood:
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

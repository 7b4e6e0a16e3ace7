"""The grid of whereabouts: moves cut into pieces, and the cells and hours that a piece touches or looks into.

Rows are bands of latitude; each band is cut into whole columns, so the grid closes at the 180th meridian. A key is a
cell and an hour in one number. Moves of more than `LONG` cells stand in no cell but in all: under their hours alone.

Arrays throughout: one entry per move, per piece, or per piece and cell and hour.
"""

import math
from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from tracing.times import HOUR

EARTH_RADIUS_M = 6_371_008.8
"""The radius of the specification's local plane."""

LONG = 256
_LONG_DEGREES = 0.9
_METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
_ROUNDING_DEGREES = 1e-9
_COLUMNS = 2**19
HOURS = 2**27
"""More hours than a calendar has: what a key holds of them."""
_EQUATOR, _ANYWHERE = 2**17, 2**18 - 1
FIRST_HOUR = -17_259_888
"""The hour that keys count from, the first of the calendar, counted from 1970."""


def hour_of(key: pl.Expr) -> pl.Expr:
    """The hour of a key."""
    return key % HOURS


def cell_parts(key: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and hour of keys, numbers that put them in the order of the keys."""
    cell = key // np.uint64(HOURS)
    return cell // np.uint64(_COLUMNS), cell % np.uint64(_COLUMNS), key % np.uint64(HOURS)


def reach(within_m: float) -> float:
    """How many degrees of latitude a distance spans, and a little more."""
    return 1.001 * within_m / _METRES_PER_DEGREE + _ROUNDING_DEGREES


def sideways(farthest: np.ndarray, within_m: float) -> np.ndarray:
    """How many degrees of longitude a distance may span where no move goes past latitude `farthest`.

    The local plane takes its latitude from the four ends of two moves; those of moves that are not long lie within
    a degree of where they meet.
    """
    latitude = np.minimum(farthest + 1 + reach(within_m), 90)
    return np.minimum(reach(within_m) / np.maximum(np.cos(np.radians(latitude)), 1e-12), 180)


def spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For so many each: which one it is of, and its number among them from 0."""
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - (np.cumsum(counts) - counts).take(of)


@dataclass(frozen=True)
class Pieces:
    """Moves cut up: of which move (its place), when (ms) and in which box (degrees), whether the move is long, and
    its greatest latitude, north or south.
    """

    move: np.ndarray
    long: np.ndarray
    farthest: np.ndarray
    from_ms: np.ndarray
    to_ms: np.ndarray
    south: np.ndarray
    north: np.ndarray
    west: np.ndarray
    east: np.ndarray

    def where(self, chosen: np.ndarray) -> "Pieces":
        """Those of a mask, or at some places."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Pieces(*(getattr(self, field.name).take(places) for field in fields(self)))


class Grid:
    """Cells of so many metres."""

    def __init__(self, cell_m: float):
        self.cell_m = cell_m
        self.height = cell_m / _METRES_PER_DEGREE

    def columns(self, row: np.ndarray) -> np.ndarray:
        """How many columns a row has: whole ones, each at least a cell wide somewhere in the row."""
        nearest = np.minimum(np.abs(row), np.abs(row + 1)) * self.height
        around = 360 * _METRES_PER_DEGREE * np.cos(np.radians(np.minimum(nearest, 90)))
        return np.maximum(np.floor(around / self.cell_m), 1).astype(np.int64)

    def row(self, latitude: np.ndarray) -> np.ndarray:
        return np.floor(latitude / self.height).astype(np.int64)

    def pieces(self, moves: pl.DataFrame, within_m: float | None = None, most_cells: int = LONG) -> Pieces:
        """Every move cut into pieces no larger than a cell; long ones stay whole.

        within_m    count the cells within that distance too; a move that looks into more than `most_cells` is long.
                    None: a move that crosses more is
        """
        column = {name: moves[name].to_numpy() for name in moves.columns if moves[name].dtype.is_numeric()}
        latitude, longitude = column["latitude_0"], column["longitude_0"]
        up, along = column["latitude_1"] - latitude, column["longitude_1"] - longitude
        farthest = np.maximum(np.abs(latitude), np.abs(column["latitude_1"]))
        crossed, long = self._crossed(latitude, up, along, farthest, within_m, most_cells)
        move, k = spread(np.where(long, 1, crossed))
        n, started = np.where(long, 1, crossed)[move], column["started_at"][move]
        duration = column["finished_at"][move] - started
        lat = [latitude[move] + up[move] * share for share in (k / n, (k + 1) / n)]
        lon = [longitude[move] + along[move] * share for share in (k / n, (k + 1) / n)]
        times = started + duration * k // n, started - (-duration * (k + 1) // n)
        return Pieces(move, long[move], farthest[move], *times,
                      np.minimum(*lat), np.maximum(*lat), np.minimum(*lon), np.maximum(*lon))  # fmt: skip

    def _crossed(self, latitude, up, along, farthest, within_m, most_cells):
        """How many cells each move crosses, and whether it is long."""
        other = latitude + up
        equatorward = np.where(latitude * other < 0, 0, np.minimum(np.abs(latitude), np.abs(other)))
        width = 360 / self.columns(self.row(equatorward))
        crossed = np.maximum(np.ceil(np.maximum(np.abs(up) / self.height, np.abs(along) / width)), 1)
        if within_m is None:
            return crossed.astype(np.int64), (crossed > most_cells) | (np.abs(up) > _LONG_DEGREES)
        looks = (1 + 2 * reach(within_m) / self.height) * (1 + 2 * sideways(farthest, within_m) / width)
        return crossed.astype(np.int64), crossed * looks > most_cells

    def stood(self, pieces: Pieces) -> tuple[np.ndarray, np.ndarray]:
        """The cells and hours of each piece: its place, and the key; those of long moves are anywhere."""
        if not pieces.long.any():
            return self.touched(pieces)
        short, long = np.flatnonzero(~pieces.long), np.flatnonzero(pieces.long)
        near, far = self.touched(pieces.where(short)), self.anywhere(pieces.where(long))
        return np.append(short[near[0]], long[far[0]]), np.append(near[1], far[1])

    def touched(self, pieces: Pieces, within_m: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """The cells and hours within a distance of each piece: its place, and the key."""
        up = reach(within_m)
        first = self.row(pieces.south - up)
        at, k = spread(self.row(pieces.north + up) - first + 1)
        row = first[at] + k
        columns, along = self.columns(row), sideways(pieces.farthest, within_m)[at]
        begin = np.floor((pieces.west[at] - along + 180) / 360 * columns).astype(np.int64)
        end = np.floor((pieces.east[at] + along + 180) / 360 * columns).astype(np.int64)
        of, k = spread(np.minimum(end, begin + columns - 1) - begin + 1)
        cell = (row[of] + _EQUATOR).astype(np.uint64) * _COLUMNS + ((begin[of] + k) % columns[of]).astype(np.uint64)
        return self._in_hours(pieces, at[of], cell)

    def anywhere(self, pieces: Pieces) -> tuple[np.ndarray, np.ndarray]:
        """The hours of each piece, under the one row that stands for all cells: its place, and the key."""
        every = np.arange(len(pieces.move))
        return self._in_hours(pieces, every, np.full(len(every), _ANYWHERE * _COLUMNS, dtype=np.uint64))

    def _in_hours(self, pieces: Pieces, at: np.ndarray, cell: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        first = pieces.from_ms[at] // HOUR
        of, k = spread((pieces.to_ms[at] - 1) // HOUR - first + 1)
        hour = (first[of] + k - FIRST_HOUR).astype(np.uint64)
        return at[of], cell[of] * np.uint64(HOURS) + hour

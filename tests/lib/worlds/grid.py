"""Grids that worlds of journeys lie along: bands of latitude, each cut into columns.

`Bands` is the grid by which a program would look for neighbours: whole columns around each band, so that it closes at
the 180th meridian. `Cells` is the grid of the evidence `cell`, as the specification has it. Edges are in degrees.
"""

from dataclasses import dataclass
from math import cos, floor, radians

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = EARTH_RADIUS_M * radians(1)


@dataclass(frozen=True)
class Bands:
    """Rows of `size` metres from the equator on; in each as many columns as fit around the edge nearer to it."""

    size: float = 100.0

    def row(self, latitude: float) -> int:
        return floor(latitude * METRES_PER_DEGREE / self.size)

    def columns(self, row: int) -> int:
        nearer = min(abs(row), abs(row + 1)) * self.size / METRES_PER_DEGREE
        return max(1, floor(360 * METRES_PER_DEGREE * cos(radians(min(90.0, nearer))) / self.size))

    def column(self, latitude: float, longitude: float) -> int:
        columns = self.columns(self.row(latitude))
        return floor((longitude + 180) / 360 * columns) % columns

    def southern_edge(self, row: int) -> float:
        return row * (self.size / METRES_PER_DEGREE)

    def western_edge(self, row: int, longitude: float) -> float:
        """The edge of a column at or west of a longitude."""
        columns = self.columns(row)
        return floor((longitude + 180) / 360 * columns) * (360 / columns) - 180


@dataclass(frozen=True)
class Cells:
    """The grid of the evidence `cell`, its edges to nine decimals: a tenth of a millimetre beside the true ones.

    To no decimals does a true edge lie at all, but for the equator, longitude 0 and the 180th meridian; an edge to the
    last bit would ask how an engine rounds, not what it answers.
    """

    size: float

    def row(self, latitude: float) -> int:
        return floor(latitude * METRES_PER_DEGREE / self.size)

    def column(self, latitude: float, longitude: float) -> int:
        return floor(longitude / self.wide(self.row(latitude)))

    def southern_edge(self, row: int) -> float:
        return round(row * self.size / METRES_PER_DEGREE, 9)

    def western_edge(self, row: int, longitude: float) -> float:
        """The edge of a column at or west of a longitude."""
        return max(-180.0, round(floor(longitude / self.wide(row)) * self.wide(row), 9))

    def wide(self, row: int) -> float:
        """A column's width in degrees: below zero in the row that the south pole lies in, whose edge is beyond it."""
        return self.size / METRES_PER_DEGREE / cos(row * self.size / EARTH_RADIUS_M)

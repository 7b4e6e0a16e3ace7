"""Where journeys pass: a corner of a grid, and the positions about it that people stand at or move through."""

from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians

from tests.lib.worlds.dice import Dice
from tests.lib.worlds.grid import METRES_PER_DEGREE, Bands, Cells

LATITUDES = (
    *(31.2304, 0.0, 0.0, -16.8, 60.1699, -60.0, 80.0, 80.3, -80.0, 89.9, 89.9, -89.9),
    *(89.9993, 89.9998, -89.9997, -89.9999, 90.0, -90.0),
)
LONGITUDES = (121.4737, 0.0, 25.5, 179.9996, -179.9997, 180.0, 180.0, -180.0, -73.25)
# Edges of bands are also edges of those of 200, 400, 800 and 1600 metres if their number is a multiple of this.
ROWS_APART = 16


@dataclass(frozen=True)
class Point:
    """A place in degrees, the longitude in [-180, 180]."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Site:
    """A corner of a grid. Metres to the east are counted with the narrowing of this latitude wherever they lead."""

    latitude: float
    longitude: float

    def at(self, north_m: float, east_m: float, turned: float = 0.0) -> Point:
        """The place so many metres off; exactly on the edges of the corner where these are 0.

        turned  degrees of longitude further: 180 is the other side of the pole
        """
        latitude = self.latitude if north_m == 0 else round(self.latitude + north_m / METRES_PER_DEGREE, 9)
        narrowing = max(1e-6, cos(radians(self.latitude)))
        east = east_m / METRES_PER_DEGREE / narrowing + turned
        longitude = self.longitude if east == 0 else in_range(round(self.longitude + east, 9))
        return Point(max(-90.0, min(90.0, latitude)), longitude)


def in_range(longitude: float) -> float:
    """A longitude in [-180, 180); what is in [-180, 180] stays as it is."""
    return longitude if abs(longitude) <= 180 else round((longitude + 180) % 360 - 180, 9)


def draw_site(dice: Dice, grid: Bands | Cells) -> Site:
    """Some place on earth, mostly moved to the edges of the grid that are next to it."""
    latitude, longitude = dice.one(LATITUDES), dice.one(LONGITUDES)
    if dice.chance(60 if abs(latitude) > 89.99 else 20):
        return Site(latitude, longitude)
    row = grid.row(latitude)
    if abs(row) > 2 * ROWS_APART and dice.chance(50):
        row -= row % ROWS_APART
    edge = max(-90.0, grid.southern_edge(row))
    if abs(longitude) == 180 and dice.chance(50):
        return Site(edge, longitude)
    return Site(edge, grid.western_edge(row, longitude))


def text(dice: Dice, degrees: float) -> str:
    """A coordinate as a file says it: no digit lost; the 180th meridian under either of its names."""
    if abs(degrees) == 180:
        return dice.one(("180", "-180", "180.0"))
    return f"{Decimal(repr(degrees)):f}"

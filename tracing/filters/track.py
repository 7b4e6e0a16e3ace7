"""What filters look at: the fixes of devices in order, how far two of them are from each other, and how sure they are.

A track of this package is the fixes of one person and device in one file, `MOST` at a time. Frames have at least one
row and

track       a number, the same for all fixes of a track, which stand together in order of time, latitude and longitude
at          when it was made (ms)
latitude, longitude (degrees, WGS 84), accuracy_m (unknown: null)
"""

import numpy as np
import polars as pl

from tracing.grid import EARTH_RADIUS_M

MOST = 250_000
"""After so many fixes of a device, and the others of that instant, a track ends: so any file fits memory."""

UNKNOWN_M = 100.0
"""The accuracy of a fix that states none: as bad as a fix may be that counts as evidence (specification, "track")."""
SURE = 2.0
"""A stated accuracy is the radius that holds two positions of three (Android's `Location.getAccuracy`: 68 %); twice it
holds about nineteen in twenty."""

METRES_PER_MS = 1 / 3_600
"""One kilometre an hour."""


def errors_m(fixes: pl.DataFrame) -> np.ndarray:
    """How far each fix may well be from where the device was."""
    return SURE * fixes["accuracy_m"].fill_null(UNKNOWN_M).to_numpy()


def apart_m(lat_a: np.ndarray, lon_a: np.ndarray, lat_b: np.ndarray, lon_b: np.ndarray) -> np.ndarray:
    """The distances between positions (degrees) along great circles, on a ball of the specification's radius."""
    lat_a, lon_a, lat_b, lon_b = (np.radians(degrees) for degrees in (lat_a, lon_a, lat_b, lon_b))
    north, east = np.sin((lat_b - lat_a) / 2), np.sin((lon_b - lon_a) / 2)
    half_chord = np.sqrt(north**2 + np.cos(lat_a) * np.cos(lat_b) * east**2)
    return 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(half_chord, 1))


def stands(fixes: pl.DataFrame) -> pl.Series:
    """Successive fixes of a track at one position, to the last digit, have the same number: 0, 1, 2, ..."""
    other = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in ("track", "latitude", "longitude"))
    return fixes.select(other.fill_null(False).cum_sum()).to_series()


def within_reach(fixes: pl.DataFrame, kmh: float, after: int = 1) -> np.ndarray:
    """Which fixes can be reached from the one that stands so many rows before: no farther away than `kmh` allows in the
    time between, and the errors of both. Of the first ones nothing is told (no entry); tracks are not looked at.
    """
    lat, lon, at = (fixes[name].to_numpy() for name in ("latitude", "longitude", "at"))
    errors = errors_m(fixes)
    far = apart_m(lat[:-after], lon[:-after], lat[after:], lon[after:])
    return far <= kmh * METRES_PER_MS * (at[after:] - at[:-after]) + errors[:-after] + errors[after:]

"""What filters look at: the fixes of devices in order, how far two of them are from each other, and how sure they are.

A track of this package is the fixes of one person and device between two silences (`SILENCE`). Frames have at least one
row and

track       a number, the same for all fixes of a track, which stand together in order of time, latitude and longitude
at          when it was made (ms)
latitude, longitude (degrees, WGS 84), accuracy_m (unknown: null)
"""

import numpy as np
import polars as pl

from tracing.grid import EARTH_RADIUS_M
from tracing.times import HOUR

SILENCE = 12 * HOUR
"""After so long a device may be anywhere: at the speed of an airliner this is 12,000 km, all but the far side of the
earth. So fixes farther apart in time are never held against each other, a longer gap ends a track, and what lies
farther off than this need not be read to judge a fix (a choice)."""

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


def stands(fixes: pl.DataFrame, longest_gap: float = SILENCE) -> pl.Series:
    """Successive fixes of a track at one position, to the last digit, and with no longer gap (ms) between them have the
    same number: 0, 1, 2, ...
    """
    other = pl.any_horizontal(
        *(pl.col(name) != pl.col(name).shift() for name in ("track", "latitude", "longitude")),
        pl.col("at").diff() > longest_gap,
    )
    return fixes.select(other.fill_null(False).cum_sum()).to_series()


def within_reach(fixes: pl.DataFrame, kmh: float, after: int = 1) -> np.ndarray:
    """Which fixes can be reached from the one that stands so many rows before: no farther away than `kmh` allows in the
    time between, and the errors of both. Of the first ones nothing is told (no entry); tracks are not looked at.
    """
    lat, lon, at = (fixes[name].to_numpy() for name in ("latitude", "longitude", "at"))
    errors, between = errors_m(fixes), at[after:] - at[:-after]
    far = apart_m(lat[:-after], lon[:-after], lat[after:], lon[after:])
    return (far <= kmh * METRES_PER_MS * between + errors[:-after] + errors[after:]) | (between > SILENCE)


def impossible_steps(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """For each fix whether it follows on one of its track and is out of reach of it."""
    track = fixes["track"].to_numpy()
    return np.append(False, (track[1:] == track[:-1]) & ~within_reach(fixes, kmh))

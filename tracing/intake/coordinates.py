"""Coordinates: GCJ-02 (Amap, Tencent) and BD-09 (Baidu) -> WGS 84, degrees, arrays of latitudes and longitudes.

Inverses are found by iteration, to far below a millimetre: the one-step inverses in use are up to 5 m off.
The declared system decides, never the position; outside the rectangle of China both systems are WGS 84. Along its
edge (a kilometre, at sea and abroad) a position can stand for one inside and, unshifted, for one outside: it is taken
for the one inside.
Source: specification, `crs`. GCJ-02 has no published definition: the numbers here are the ones that public
implementations agree on, held in the tests against 664 cities and the vectors of four libraries.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

Position = tuple[np.ndarray, np.ndarray]
"""Latitudes and longitudes, degrees."""

CHINA = ((0.8293, 55.8271), (72.004, 137.8347))
"""The rectangle in which the systems are shifted: latitudes, longitudes (the usual one of public implementations)."""

_AXIS_M = 6_378_245.0
_FLATTENING = 1 / 298.3
_ECCENTRICITY2 = _FLATTENING * (2 - _FLATTENING)
"""Krasovsky's ellipsoid of 1940, on which GCJ-02 turns its shift in metres into degrees."""

_ORIGIN = (35.0, 105.0)
_SHARED_WAVES = ((20, 6), (20, 2))
_NORTH_WAVES = ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
_EAST_WAVES = ((20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
"""Waves of GCJ-02's shift: amplitude (2/3 of it in metres) and half-turns per degree from the origin."""

_BAIDU_SHIFT = (0.006, 0.0065)
_BAIDU_WAVE = np.pi * 3000 / 180
_BAIDU_STRETCH, _BAIDU_TURN = 0.00002, 0.000003
"""BD-09 on GCJ-02: a shift in degrees, and a stretch (degrees) and turn (radians) that swing with the position."""

_CLOSE_ENOUGH = 1e-9
_MOST_STEPS = 30


def to_wgs84(
    frame: pl.DataFrame, latitude: str = "latitude", longitude: str = "longitude", crs: str = "crs"
) -> pl.DataFrame:
    """The frame with its positions in WGS 84 and without its column `crs`.

    latitude, longitude   Float64 degrees in the row's system; a row with a null in either stays as it is
    crs                   `wgs84`, `gcj02` or `bd09`; null is `wgs84`
    """
    for system, convert in (("gcj02", gcj02_to_wgs84), ("bd09", bd09_to_wgs84)):
        chosen = ((pl.col(crs) == system) & pl.col(latitude).is_not_null() & pl.col(longitude).is_not_null()).fill_null(
            False
        )
        rows = frame.select(chosen.arg_true()).to_series()
        if not rows.is_empty():
            lat, lon = convert(frame[latitude][rows].to_numpy(), frame[longitude][rows].to_numpy())
            frame = frame.with_columns(
                frame[latitude].clone().scatter(rows, lat), frame[longitude].clone().scatter(rows, lon)
            )
    return frame.drop(crs)


def gcj02_to_wgs84(lat: np.ndarray, lon: np.ndarray) -> Position:
    """WGS 84 of GCJ-02 positions."""
    return _from_china(lat, lon, _inverse(_gcj02, lat, lon))


def bd09_to_wgs84(lat: np.ndarray, lon: np.ndarray) -> Position:
    """WGS 84 of BD-09 positions."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))


def bd09_to_gcj02(lat: np.ndarray, lon: np.ndarray) -> Position:
    """GCJ-02 of BD-09 positions."""
    return _from_china(lat, lon, _inverse(_bd09, lat, lon))


def wgs84_to_gcj02(lat: np.ndarray, lon: np.ndarray) -> Position:
    """GCJ-02 of WGS 84 positions."""
    return _in_china(lat, lon, _gcj02(lat, lon))


def gcj02_to_bd09(lat: np.ndarray, lon: np.ndarray) -> Position:
    """BD-09 of GCJ-02 positions."""
    return _in_china(lat, lon, _bd09(lat, lon))


def _in_china(lat: np.ndarray, lon: np.ndarray, shifted: Position) -> Position:
    return _where(_is_inside(lat, lon), shifted, (lat, lon))


def _from_china(lat: np.ndarray, lon: np.ndarray, found: Position) -> Position:
    """What was found where that lies inside, as a position there may have been shifted across the edge."""
    return _where(_is_inside(*found), found, (lat, lon))


def _where(chosen: np.ndarray, these: Position, others: Position) -> Position:
    return np.where(chosen, these[0], others[0]), np.where(chosen, these[1], others[1])


def _is_inside(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    (south, north), (west, east) = CHINA
    return (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)


def _inverse(forward: Callable[[np.ndarray, np.ndarray], Position], lat: np.ndarray, lon: np.ndarray) -> Position:
    """The positions that `forward` takes to these; each step leaves a fiftieth of the error or less."""
    found_lat, found_lon = lat, lon
    for _ in range(_MOST_STEPS):
        there_lat, there_lon = forward(found_lat, found_lon)
        step_lat, step_lon = lat - there_lat, lon - there_lon
        found_lat, found_lon = found_lat + step_lat, found_lon + step_lon
        if max(np.abs(step_lat).max(initial=0), np.abs(step_lon).max(initial=0)) < _CLOSE_ENOUGH:
            break
    return found_lat, found_lon


def _gcj02(lat: np.ndarray, lon: np.ndarray) -> Position:
    y, x = lat - _ORIGIN[0], lon - _ORIGIN[1]
    common = 0.1 * x * y + _waves(x, _SHARED_WAVES)
    root = np.sqrt(np.abs(x))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.2 * root + common + _waves(y, _NORTH_WAVES)
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * root + common + _waves(x, _EAST_WAVES)
    bulge = 1 - _ECCENTRICITY2 * np.sin(np.radians(lat)) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY2) / bulge**1.5
    parallel_m = _AXIS_M / np.sqrt(bulge) * np.cos(np.radians(lat))
    return lat + np.degrees(north_m / meridian_m), lon + np.degrees(east_m / parallel_m)


def _waves(degrees: np.ndarray, waves: tuple[tuple[float, float], ...]) -> np.ndarray:
    return sum(amplitude * np.sin(np.pi * turns * degrees) for amplitude, turns in waves) * 2 / 3


def _bd09(lat: np.ndarray, lon: np.ndarray) -> Position:
    radius = np.hypot(lat, lon) + _BAIDU_STRETCH * np.sin(_BAIDU_WAVE * lat)
    angle = np.arctan2(lat, lon) + _BAIDU_TURN * np.cos(_BAIDU_WAVE * lon)
    return radius * np.sin(angle) + _BAIDU_SHIFT[0], radius * np.cos(angle) + _BAIDU_SHIFT[1]

"""Coordinates: the published conversions, their exact inverses, and nothing changed where nothing is shifted."""

import csv

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.files import SHARED
from tracing.intake.coordinates import (
    CHINA,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_gcj02,
)

CONVERSIONS = {
    ("WGS84", "GCJ02"): wgs84_to_gcj02,
    ("GCJ02", "BD09"): gcj02_to_bd09,
    ("GCJ02", "WGS84"): gcj02_to_wgs84,
    ("BD09", "GCJ02"): bd09_to_gcj02,
    ("BD09", "WGS84"): bd09_to_wgs84,
}
FORWARD = {("WGS84", "GCJ02"), ("GCJ02", "BD09")}
# The libraries' own inverses take a single step; to their digits they are right only within 6 cm.
ONE_STEP_DEG = 6e-7

needs_shared = pytest.mark.skipif(
    not (SHARED / "coordinates").is_dir(), reason="the shared coordinates are not beside the repository"
)


def metres(found, expected) -> float:
    (lat, lon), (lat2, lon2) = found, expected
    return float(np.hypot(lat - lat2, (lon - lon2) * np.cos(np.radians(lat2))).max() * 111_195)


@needs_shared
@pytest.mark.parametrize("conversion", CONVERSIONS, ids="-".join)
def test_664_cities_within_a_metre(conversion):
    cities = pl.read_csv(SHARED / "coordinates" / "china-cities.csv")
    assert cities.height == 664
    given, expected = ((cities[f"{crs}_y"].to_numpy(), cities[f"{crs}_x"].to_numpy()) for crs in conversion)
    assert metres(CONVERSIONS[conversion](*given), expected) < 1
    assert metres(given, expected) > 400


@needs_shared
def test_vectors_of_four_libraries():
    with (SHARED / "coordinates" / "vectors.csv").open(encoding="utf-8") as file:
        vectors = [row for row in csv.DictReader(file) if not row["note"].startswith("DOUBTFUL")]
    assert len(vectors) == 17
    for row in vectors:
        found = CONVERSIONS[row["from"], row["to"]](np.array([float(row["in_lat"])]), np.array([float(row["in_lon"])]))
        tolerance = 1e-9 if row["tolerance"] == "exact" else float(row["tolerance"].removesuffix(" deg"))
        if (row["from"], row["to"]) not in FORWARD:
            tolerance = max(tolerance, ONE_STEP_DEG)
        expected = np.array([[float(row["out_lat"])], [float(row["out_lon"])]])
        assert np.abs(np.array(found) - expected).max() <= tolerance, row


positions = st.tuples(st.floats(1.5, 55.5), st.floats(72.5, 137.5))


@settings(max_examples=200, deadline=None)
@given(st.lists(positions, min_size=1, max_size=20))
def test_inverses_are_exact_to_a_millimetre(drawn):
    lat, lon = np.array(drawn).T
    gcj02 = wgs84_to_gcj02(lat, lon)
    bd09 = gcj02_to_bd09(*gcj02)
    assert 20 < metres(gcj02, (lat, lon)) < 1500
    assert metres(gcj02_to_wgs84(*gcj02), (lat, lon)) < 0.001
    assert metres(bd09_to_gcj02(*bd09), gcj02) < 0.001
    assert metres(bd09_to_wgs84(*bd09), (lat, lon)) < 0.001


def test_inverses_are_exact_along_the_edge_as_well():
    (south, north), (west, east) = CHINA
    along, beside = np.linspace(0.001, 0.999, 2_001), np.geomspace(1e-6, 0.5, 2_001)
    for near in (beside, 1 - beside):
        for lat, lon in ((near, along), (along, near)):
            lat, lon = south + lat * (north - south), west + lon * (east - west)
            assert metres(gcj02_to_wgs84(*wgs84_to_gcj02(lat, lon)), (lat, lon)) < 0.001


def test_inverses_are_exact_at_the_ends_of_the_country():
    # Mohe, Heixiazi, the Pamirs, Zengmu Reef, Taiwan's east coast, Khunjerab, Altay
    lat = np.array([53.56, 48.37, 39.38, 3.97, 24.97, 36.85, 49.18])
    lon = np.array([122.35, 135.09, 73.50, 112.28, 122.01, 75.43, 87.80])
    gcj02 = wgs84_to_gcj02(lat, lon)
    bd09 = gcj02_to_bd09(*gcj02)
    assert metres(gcj02_to_wgs84(*gcj02), (lat, lon)) < 0.001
    assert metres(bd09_to_wgs84(*bd09), (lat, lon)) < 0.001


@pytest.mark.parametrize(
    "position", [(0.8, 105.0), (55.9, 105.0), (35.0, 72.0), (35.0, 137.86), (-33.9, 151.2), (0, 0)]
)
@pytest.mark.parametrize("conversion", CONVERSIONS, ids="-".join)
def test_outside_china_nothing_is_shifted(conversion, position):
    lat, lon = np.array([position[0]]), np.array([position[1]])
    assert CONVERSIONS[conversion](lat, lon) == (lat, lon)


def test_a_frame_is_converted_row_by_row_and_left_as_it_was():
    beijing = (39.915, 116.404)
    gcj02 = wgs84_to_gcj02(np.array([beijing[0]]), np.array([beijing[1]]))
    bd09 = gcj02_to_bd09(*gcj02)
    frame = pl.DataFrame(
        {
            "n": [1, 2, 3, 4, 5, 6],
            "latitude": [beijing[0], gcj02[0][0], bd09[0][0], beijing[0], None, 39.0],
            "longitude": [beijing[1], gcj02[1][0], bd09[1][0], beijing[1], None, None],
            "crs": ["wgs84", "gcj02", "bd09", None, "gcj02", "bd09"],
        }
    )
    before = frame.clone().to_dicts()
    found = to_wgs84(frame)
    assert frame.to_dicts() == before
    assert found.columns == ["n", "latitude", "longitude"]
    assert found["latitude"][:4].to_list() == pytest.approx([beijing[0]] * 4, abs=1e-9)
    assert found["longitude"][:4].to_list() == pytest.approx([beijing[1]] * 4, abs=1e-9)
    assert found.rows()[4:] == [(5, None, None), (6, 39.0, None)]
    assert to_wgs84(frame.clear()).is_empty()

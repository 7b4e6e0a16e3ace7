"""Coordinate systems: the wrong one is named from what else is known, and right ones give no alarm."""

import numpy as np
import polars as pl
import pytest

from tests.intake.files import SHARED
from tracing.intake.coordinates import to_wgs84
from tracing.intake.systems import (
    FEWEST,
    as_given,
    fixes_and_places,
    fixes_at,
    same_places,
    system_findings,
)
from tracing.model import SYSTEMS

OTHER_FILES, OWN_FIXES = "the same places in other files", "the fixes of people who checked in there"
needs_shared = pytest.mark.skipif(
    not (SHARED / "coordinates").is_dir(), reason="the shared coordinates are not beside the repository"
)
wrong_pairs = pytest.mark.parametrize(
    ("true", "declared"), [(true, told) for true in SYSTEMS for told in SYSTEMS if true != told]
)


def written(positions: pl.DataFrame, true: str, declared: str) -> pl.DataFrame:
    """WGS 84 positions as a file holds them whose numbers are of one system, and which declares another."""
    return as_given(positions, true).with_columns(crs=pl.lit(declared))


def venues(town) -> pl.DataFrame:
    return town["places"].select("place_id", "latitude", "longitude").drop_nulls()


def named(findings, true: str) -> bool:
    return [finding.what for finding in findings] == ["wrong-system"] and f"; read as {true} they lie " in findings[
        0
    ].words


@pytest.mark.parametrize("system", SYSTEMS)
def test_as_given_is_what_the_file_held(town, system):
    places = venues(town)
    there = to_wgs84(as_given(places, system))
    assert np.abs(there["latitude"] - places["latitude"]).max() < 1e-8
    assert np.abs(there["longitude"] - places["longitude"]).max() < 1e-8


@wrong_pairs
def test_places_in_a_wrong_system_by_the_same_places_elsewhere(town, true, declared):
    places = venues(town)
    found = system_findings(same_places(written(places, true, declared), places), OTHER_FILES)
    assert named(found, true)
    assert found[0].rows == places.height


@wrong_pairs
def test_places_in_a_wrong_system_by_the_fixes_of_who_checked_in(town, true, declared):
    there = fixes_at(town["checkins"], town["fixes"])
    found = system_findings(same_places(written(venues(town), true, declared), there), OWN_FIXES)
    assert named(found, true)


@wrong_pairs
def test_fixes_in_a_wrong_system_by_the_places_checked_in_to(town, true, declared):
    fixes = written(town["fixes"], true, declared)
    assert named(system_findings(fixes_and_places(fixes, town["checkins"], venues(town)), "the places"), true)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_right_system_gives_no_alarm(town, system):
    places, there = venues(town), fixes_at(town["checkins"], town["fixes"])
    assert there.height > 50
    assert system_findings(same_places(written(places, system, system), places), OTHER_FILES) == []
    assert system_findings(same_places(written(places, system, system), there), OWN_FIXES) == []
    fixes = written(town["fixes"], system, system)
    assert system_findings(fixes_and_places(fixes, town["checkins"], places), "the places") == []


def test_where_the_others_are_wrong_it_is_said_of_them(town):
    places = venues(town)
    others = as_given(places, "gcj02").drop("crs")
    (found,) = system_findings(same_places(written(places, "wgs84", "wgs84"), others), OTHER_FILES)
    assert "where the latter are read as gcj02, 0 m: " in found.words


def test_a_shift_that_no_system_explains(town):
    places = venues(town)
    away = places.with_columns(pl.col("latitude") - 0.008, crs=pl.lit(None, pl.String))
    (found,) = system_findings(same_places(away, places), OTHER_FILES)
    assert found.what == "shifted-positions"
    assert "890 m off" in found.words
    assert "alike to the south;" in found.words


def test_scattered_places_are_no_shift(town):
    places = venues(town)
    around = np.random.default_rng(1).normal(0, 0.008, (2, places.height))
    scattered = places.with_columns(
        pl.col("latitude") + pl.Series(around[0]), pl.col("longitude") + pl.Series(around[1]), crs=pl.lit("wgs84")
    )
    assert system_findings(same_places(scattered, places), OTHER_FILES) == []


def test_few_things_say_nothing(town):
    places = venues(town).head(FEWEST - 1)
    assert system_findings(same_places(written(places, "gcj02", "wgs84"), places), OTHER_FILES) == []
    assert system_findings(same_places(written(places.clear(), "gcj02", "wgs84"), places), OTHER_FILES) == []


def test_a_position_of_which_half_is_unknown_is_no_pair(town):
    places = venues(town).head(FEWEST)
    half = written(places, "gcj02", "wgs84").with_columns(
        longitude=pl.when(pl.int_range(pl.len()) > 0).then("longitude")
    )
    assert system_findings(same_places(half, places), OTHER_FILES) == []


def test_outside_china_there_is_nothing_to_find():
    nice = pl.DataFrame(
        {"place_id": list("abcdef"), "latitude": [43.7] * 6, "longitude": [7.2 + n / 100 for n in range(6)]}
    )
    assert system_findings(same_places(nice.with_columns(crs=pl.lit("bd09")), nice), OTHER_FILES) == []


@needs_shared
@wrong_pairs
def test_venues_all_over_the_country(true, declared):
    cities = pl.read_csv(SHARED / "coordinates" / "china-cities.csv").with_row_index("place_id")
    column = {"wgs84": "WGS84", "gcj02": "GCJ02", "bd09": "BD09"}[true]
    given = cities.select("place_id", latitude=f"{column}_y", longitude=f"{column}_x", crs=pl.lit(declared))
    known = cities.select("place_id", latitude="WGS84_y", longitude="WGS84_x")
    assert named(system_findings(same_places(given, known), OTHER_FILES), true)

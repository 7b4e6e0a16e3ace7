"""Axes: swapped columns, positions at 0/0 and whole units are found by file, and good files give no alarm."""

from collections import Counter

import polars as pl
import pytest

from tests.intake.files import SHARED
from tracing.intake.axes import Area, axis_findings, tally

KUNMING = [(25.04 + n / 1000, 102.71 + n / 1000) for n in range(40)]
URUMQI = [(43.80 + n / 1000, 87.60 + n / 1000) for n in range(40)]
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared records are not beside the repository")


def frame(positions) -> pl.DataFrame:
    return pl.DataFrame(positions, ["latitude", "longitude"], orient="row", strict=False)


def swapped(positions) -> list[tuple]:
    return [(longitude, latitude) for latitude, longitude in positions]


def whats(positions, known=None) -> list[tuple]:
    area = Area.of(frame(known)) if known else None
    return [(finding.what, finding.rows) for finding in axis_findings(tally(frame(positions), area))]


def test_columns_that_changed_places():
    assert whats(swapped(KUNMING)) == [("swapped-axes", 40)]
    assert whats(swapped(KUNMING)[:21] + KUNMING[:19]) == [("swapped-axes", 21)]
    assert whats(swapped(KUNMING)[:3] + KUNMING) == [("swapped-rows", 3)]


def test_where_nothing_is_known_positions_far_north_that_would_be_none_once_swapped_are_told():
    assert whats(swapped(URUMQI)) == [("swapped-axes", 40)]
    assert "beyond 60 degrees north or south" in axis_findings(tally(frame(swapped(URUMQI)), None))[0].words
    assert whats([(latitude, -longitude) for longitude, latitude in swapped(URUMQI)]) == []
    assert whats([(-70.0, 10.0)] * 9 + [(10.0, 10.0)]) == [("swapped-axes", 9)]
    assert whats([(70.0, 10.0)] * 8 + [(10.0, 10.0)] * 2) == whats([(69.0, 88.0)] * 9) == []


def test_west_of_90_degrees_what_is_known_decides():
    assert whats(swapped(URUMQI), URUMQI) == [("swapped-axes", 40)]
    assert whats(URUMQI, URUMQI) == []
    assert whats(swapped(URUMQI)[:5] + URUMQI, URUMQI) == []


def test_positions_nowhere():
    assert whats([(0, 0), (0.0, 0.0), *KUNMING]) == [("no-position", 2)]
    assert whats([(0, 102.7), (25.0, 0)]) == []


@pytest.mark.parametrize(("parts", "unit"), [(10**6, "1e-6 degrees"), (10**7, "1e-7 degrees")])
def test_degrees_as_whole_numbers(parts, unit):
    whole = [(round(latitude * parts), round(longitude * parts)) for latitude, longitude in KUNMING]
    (finding,) = axis_findings(tally(frame(whole), Area.of(frame(KUNMING))))
    assert (finding.what, finding.rows) == ("whole-degrees", 40)
    assert f"in units of {unit}:" in finding.words


def test_a_unit_is_not_guessed_where_two_would_do():
    whole = [(round(latitude * 10**6), round(longitude * 10**6)) for latitude, longitude in KUNMING]
    (finding,) = axis_findings(tally(frame(whole), None))
    assert "1e-6 degrees or 1e-7 degrees" in finding.words
    far = [(latitude * 10, longitude * 10) for latitude, longitude in whole]
    (finding,) = axis_findings(tally(frame(far), None))
    assert "units of 1e-7 degrees:" in finding.words


def test_batches_add_up():
    area = Area.of(frame(URUMQI))
    counts = sum((tally(frame(swapped(URUMQI)[start : start + 7]), area) for start in range(0, 40, 7)), Counter())
    assert [(finding.what, finding.rows) for finding in axis_findings(counts)] == [("swapped-axes", 40)]


def test_text_is_read_and_what_is_no_number_left_out():
    texts = [("102.7", "25.0"), ("", "25.0"), (None, None), ("x", "1"), ("nan", "25"), ("inf", "25")]
    assert whats(texts) == [("swapped-axes", 1)]


@pytest.mark.parametrize("good", [KUNMING, URUMQI, [(-33.9, 151.2)] * 9, [(0.35, 36.9)] * 9, [(10, 100)], []])
def test_good_positions_give_no_alarm(good):
    assert whats(good) == whats(good, good) == whats(good, KUNMING) == whats(good, [*KUNMING, *URUMQI]) == []


@needs_shared
def test_real_positions_give_no_alarm():
    cities = pl.read_csv(SHARED / "coordinates" / "china-cities.csv")
    for system in ("WGS84", "GCJ02", "BD09"):
        given = cities.select(latitude=f"{system}_y", longitude=f"{system}_x")
        assert axis_findings(tally(given, Area.of(given))) == axis_findings(tally(given, None)) == []
    baboons = pl.read_csv(SHARED / "baboons" / "fixes.csv.gz")
    assert axis_findings(tally(baboons, Area.of(baboons))) == []

"""What each filter is for, and what it leaves alone, on tracks drawn as text: a letter is a place, a gap a minute."""

import polars as pl
import pytest

from tests.real.shared import needs_data, rows_of
from tracing.filters import FILTERS, STANDARD, complete, flaw
from tracing.filters.impossible_speed import MANY
from tracing.times import MINUTE

PLACES = {"A": (31.2, 121.4), "B": (31.21, 121.4), "C": (31.22, 121.4), "M": (36.0, 103.8), "X": (39.9, 116.4)}
"""A, B and C are about a kilometre apart; X is a thousand kilometres away, M another thousand."""


def marked(name: str, text: str, minutes: float = 1, **parameters: float) -> str:
    """The track with a dot for every fix that is marked."""
    rows = [(0, round(at * minutes * MINUTE), *PLACES[place], 10.0) for at, place in enumerate(text) if place != " "]
    columns = ["track", "at", "latitude", "longitude", "accuracy_m"]
    fixes = pl.DataFrame(rows, columns, orient="row")
    found = iter(FILTERS[name].marks(fixes, **complete({name: parameters})[name]).tolist())
    return "".join(place if place == " " or not next(found) else "." for place in text)


@pytest.mark.parametrize(
    ("track", "told"),
    [
        ("AAXAA", "AA.AA"),
        ("AAXXXAAAA", "AA...AAAA"),
        ("AAXBAMBA", "AA.BA.BA"),
        ("AAXAXAA", "AA.A.AA"),
        ("XAAAA", ".AAAA"),
        ("AAAAX", "AAAA."),
        ("AX", ".."),
        ("AAXX", "A..X"),
        ("AAAXXX", "AA..XX"),
        ("AXAX", "...."),
        ("AAXXX", "..XXX"),
        ("AAAXXAAXXAAA", "AAA..AA..AAA"),
        ("AAA" + " " * 90 + "XXX", "AAA" + " " * 90 + "XXX"),
    ],
)
def test_an_impossible_fix_is_marked_and_not_its_neighbours(track, told):
    assert marked("impossible-speed", track) == told


def test_a_flight_is_possible_and_a_train_has_another_bound():
    flight = "AA" + " " * 75 + "XX"
    assert marked("impossible-speed", flight) == flight
    assert marked("impossible-speed", "AAA" + flight[2:], kmh=400) == "AAA" + " " * 75 + ".."


def test_what_jumps_all_the_time_is_no_device_with_a_fault_and_is_not_judged():
    assert marked("impossible-speed", "AAX" * MANY) == "AAX" * MANY
    assert marked("impossible-speed", "AAX" * 100) == "AA." * 100


@pytest.mark.parametrize(
    ("track", "told"),
    [
        ("AAABABAAA", "AAA.A.AAA"),
        ("ABAB", "A.AB"),
        ("BABABBB", "B.B.BBB"),
        ("AABABAC", "AA.A.AC"),
        ("ABABCBC", "A.AB.BC"),
        ("ABCABC", "ABCABC"),
        ("AB" + " " * 8 + "AB", "AB" + " " * 8 + "AB"),
    ],
)
def test_of_two_towers_the_one_with_more_fixes_stays(track, told):
    assert marked("ping-pong", track) == told


@pytest.mark.parametrize(
    ("track", "minutes", "told"),
    [
        ("A" * 15 + "B" + "C", 0.1, "A" * 15 + "B" + "C"),
        ("A" * 15 + "CB", 0.75, "A" + "." * 14 + "CB"),
        ("A" * 12 + "BC", 60, "A" * 12 + "BC"),
        ("A" * 50 + "BC", 60, "A" * 50 + "BC"),
        ("A" * 150, 10, "A" * 150),
        ("A" * 150 + "X", 10, "A" + "." * 149 + "X"),
        ("A" * 15 + " " * 60 + "C", 1, "A" * 15 + " " * 60 + "C"),
    ],
)
def test_a_stall_is_marked_where_its_owner_had_left(track, minutes, told):
    assert marked("frozen", track, minutes) == told


def test_a_night_on_the_table_does_no_harm():
    night = "ABB" + "A" * 10 + "BC"
    assert marked("frozen", night, 45) == night


@pytest.mark.parametrize(
    ("track", "told"),
    [
        ("AXAXAX", "......"),
        ("AX AX AX", ".. .. .."),
        ("AAAXAXXX", "AA....XX"),
        ("AAXAXAA", "AAXAXAA"),
        ("AXAX" + " " * 180 + "AX", "...." + " " * 180 + "AX"),
        ("AXA", "AXA"),
        ("AXMAXM", "AXMAXM"),
        ("ABABAB", "ABABAB"),
    ],
)
def test_a_way_to_and_fro_is_marked_where_nothing_tells_which_end_is_wrong(track, told):
    assert marked("two-places", track, 0.5) == told


@needs_data
@pytest.mark.parametrize("name", FILTERS)
def test_real_animals_are_nowhere_impossible(name):
    """Nineteen collars for an hour, a fix a second."""
    fixes = pl.DataFrame(rows_of("baboons/fixes.csv.gz")).filter(pl.col("latitude") != "")
    at = pl.col("observed_at").str.to_datetime(time_unit="ms", time_zone="UTC").dt.epoch("ms")
    tracks = fixes.select(
        track=pl.col("person_id").rank("dense").cast(pl.UInt64),
        at=at,
        latitude=pl.col("latitude").cast(pl.Float64),
        longitude=pl.col("longitude").cast(pl.Float64),
        accuracy_m=pl.lit(None, pl.Float64),
    ).sort("track", "at", "latitude", "longitude")
    assert len(tracks) > 60_000 and not FILTERS[name].marks(tracks, **STANDARD[name]).any()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"speed": {}}, "speed: no filter; there are impossible-speed, "),
        ({"frozen": {"kmh": 3, "days": 2}}, "frozen.days: no parameter of this filter; there are: minutes, kmh"),
        ({"two-places": {"metres": 3}}, "two-places.metres: no parameter of this filter; there are: kmh"),
        ({"frozen": {"kmh": 0}}, "frozen.kmh: must be a number above 0"),
        ({"frozen": {"kmh": True}}, "frozen.kmh: must be a number above 0"),
        ({"frozen": {"kmh": float("nan")}}, "frozen.kmh: must be a number above 0"),
    ],
)
def test_filters_that_are_none_are_told_in_a_line(given, says):
    assert flaw(given).startswith(says)
    assert flaw(STANDARD) is None

"""The unit of numbers is proposed by the header, and where that tells none, what it is taken to be is said."""

import pytest

from tests.profiles.samples import lines
from tests.profiles.test_proposals import doubts, draft

BEGINNING = "user1,user2,timestamp"
ROW = "a,b,2021-08-05T09:30:00Z,15,150"


@pytest.mark.parametrize(
    ("duration", "distance", "units"),
    [
        ("duration_min", "distance_ft", ("min", "ft")),
        ("durationMs", "distance (cm)", ("ms", "cm")),
        ("Duration [hours]", "Distance KM", ("h", "km")),
        ("持续时长(分钟)", "距离（厘米）", ("min", "cm")),
        ("持续毫秒", "距离/公里", ("ms", "km")),
        ("duration_s", "distance_m", (None, None)),
        ("持续时长（秒）", "距离 米", (None, None)),
    ],
)
def test_units_that_headers_name(tmp_path, duration, distance, units):
    found = draft(tmp_path / "x.csv", lines(f"{BEGINNING},{duration},{distance}", ROW))
    for name, header, unit in zip(("duration_s", "distance_m"), (duration, distance), units, strict=True):
        expected = {"column": header, "unit": unit} if unit else header
        assert found.document["columns"][name] == expected
        assert (f"columns.{name}" in doubts(found)) == bool(unit)


@pytest.mark.parametrize("header", ["distance", "Distance (miles)", "distance m/ft", "距离", "距离（秒）"])
def test_a_header_that_names_no_unit_or_two_or_none_of_these(tmp_path, header):
    found = draft(tmp_path / "x.csv", lines(f"{BEGINNING},duration_s,{header}", ROW))
    assert found.document["columns"]["distance_m"] == header
    assert f"{header} is taken to be in metres" in doubts(found)["columns.distance_m"]


def test_what_a_person_states_of_a_unit_is_no_doubt(tmp_path):
    stated = {"columns": {"distance_m": {"column": "distance", "unit": "cm"}}}
    found = draft(tmp_path / "x.csv", lines(f"{BEGINNING},duration_s,distance", ROW), **stated)
    assert found.document["columns"]["distance_m"] == stated["columns"]["distance_m"]
    assert "columns.distance_m" not in doubts(found)


def test_how_long_people_stay_at_a_place(tmp_path):
    header = "venue id,venue name,type,typical stay (hours)"
    found = draft(tmp_path / "x.csv", lines(header, "V1,Hall,gym,1.5", "V2,Hall 2,gym,2"), kind="places")
    assert found.document["columns"]["typical_stay_minutes"] == {"column": "typical stay (hours)", "unit": "h"}

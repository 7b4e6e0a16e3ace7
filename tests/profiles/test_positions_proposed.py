"""What `tracing profile` proposes for positions: whole numbers as microdegrees, axes that changed places."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import lines
from tests.profiles.test_proposals import doubts, draft

AS_MICRO = "holds whole numbers, taken as microdegrees"
SWAPPED = "y holds numbers beyond 90, as no latitude has, and x none: the two are taken as swapped, x for the latitude"


def proposed(path, *positions: tuple, header: str = "时间,latitude y,longitude x", **stated):
    rows = (f"2021-08-05 10:{at:02},{north},{east}" for at, (north, east) in enumerate(positions))
    found = draft(path, lines(header, *rows), kind="fixes", **stated)
    return found.document["columns"], doubts(found)


def named(columns, *axes: str) -> list[object]:
    return [columns[axis] for axis in axes or ("latitude", "longitude")]


def micro(header: str) -> dict[str, str]:
    return {"column": header, "unit": "microdeg"}


@pytest.mark.parametrize(
    "positions",
    [
        [(39904200, 116407400), (39904210, 116407410)],
        [("39904200.0", "116407400.0"), (-39904210, -116407410)],
        [(39904200, 116407400)] * 5 + [("", ""), ("无", "无"), (0, 0)],
    ],
    ids=["whole", "with a point or below 0", "with blanks, words and 0/0"],
)
def test_whole_numbers_that_are_degrees_only_as_millionths(tmp_path, positions):
    columns, unsure = proposed(tmp_path / "x.csv", *positions)
    assert named(columns) == [micro("latitude y"), micro("longitude x")]
    assert AS_MICRO in unsure["columns.latitude"] and AS_MICRO in unsure["columns.longitude"]


@pytest.mark.parametrize(
    "positions",
    [
        [(39.9042, 116.4074)],
        [(39, 116)],
        [(3990420000, 11640740000)],
        [("39904200.5", "116407400.5")],
        [("", "")],
    ],
    ids=["degrees", "whole degrees", "hundred-millionths", "no whole numbers", "nothing"],
)
def test_other_numbers_are_no_microdegrees(tmp_path, positions):
    columns, unsure = proposed(tmp_path / "x.csv", *positions)
    assert named(columns) == ["latitude y", "longitude x"]
    assert not {"columns.latitude", "columns.longitude"} & unsure.keys()


@pytest.mark.parametrize("position", [(399042000, 1164074000), (13500000, 1038000000)], ids=["both", "by one axis"])
def test_whole_numbers_that_are_degrees_only_as_ten_millionths(tmp_path, position):
    """As Google's exports write them; near the equator a latitude alone could be millionths."""
    columns, unsure = proposed(tmp_path / "x.csv", position)
    assert named(columns) == [{"column": header, "unit": "1e-7 deg"} for header in ("latitude y", "longitude x")]
    assert "taken as ten-millionths of a degree (1e-7 deg)" in unsure["columns.latitude"]


@pytest.mark.parametrize(
    ("positions", "unit"),
    [
        ([(100.5, 20.1), (125.9, 45.2)], False),
        ([(-100.5, -20.1), ("116,4", "39,9")], False),
        ([(116.4, 39.9)] * 9 + [(39.9, 116.4), (0, 0), ("", 39.9), ("", "")], False),
        ([(116407400, 39904200), (116407410, 39904210)], True),
    ],
    ids=["all", "below 0, with a comma", "nearly all", "microdegrees"],
)
def test_axes_that_can_only_be_meant_the_other_way_round(tmp_path, positions, unit):
    quoted = [tuple(f'"{number}"' for number in position) for position in positions]
    columns, unsure = proposed(tmp_path / "x.csv", *quoted)
    wanted = ["longitude x", "latitude y"]
    assert named(columns) == ([micro(header) for header in wanted] if unit else wanted)
    assert SWAPPED.replace("and x", "and longitude x").replace("x for", "longitude x for") in (
        unsure["columns.latitude"].removeprefix("latitude ")
    )


@pytest.mark.parametrize(
    "positions",
    [
        [(39.9, 116.4), (25.1, 102.7)],
        [(43.8, 87.6), (87.6, 43.8)],
        [(116.4, 39.9), (39.9, 116.4)],
        [(116.4, 139.9)],
        [(216.4, 39.9)],
        [(0, 0)],
    ],
    ids=["as they stand", "west of 90 degrees", "half of them", "both beyond 90", "beyond 180", "nowhere"],
)
def test_axes_that_are_not_surely_swapped_stay(tmp_path, positions):
    columns, unsure = proposed(tmp_path / "x.csv", *positions)
    assert named(columns) == ["latitude y", "longitude x"] and "columns.latitude" not in unsure


def test_what_is_stated_of_an_axis_stays(tmp_path):
    columns, unsure = proposed(tmp_path / "x.csv", (116.4, 39.9), columns={"latitude": "latitude y"})
    assert named(columns) == ["latitude y", "longitude x"] and "columns.latitude" not in unsure


def test_a_proposal_with_swapped_axes_is_understood(tmp_path):
    path = put(tmp_path / "x.csv", lines("User ID,time,lat,lng", "u1,2021-08-05 10:00,116.4,39.9"))
    said = told(new_workspace(tmp_path / "workspace"), "profile", path)
    assert said.status == 0 and "of 1 line read, 1 is understood" in said.out
    assert 'latitude = "lng"' in said.out and 'longitude = "lat"' in said.out

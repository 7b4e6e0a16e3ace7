"""What a file says of zones, hemispheres and coordinate systems beside the columns that its profile reads."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import lines

HEADER, LOCAL, WHOLE = (
    "user,lat,lon,time",
    "U1,25.03,102.7,2021-08-05 10:00:00",
    "U1,25.03,102.7,2021-08-05T10:00:00+08:00",
)


def account(tmp_path, *written: str, more: tuple[str, ...] = ()) -> str:
    workspace = new_workspace(tmp_path / "workspace")
    return told(workspace, "ingest", put(tmp_path / "export.csv", lines(*written)), *more).out


@pytest.mark.parametrize(
    ("header", "text"),
    [("timezone", "Asia/Tokyo"), ("UTC offset", "+09:00"), ("时区", "UTC+9"), ("tz", "480"), ("TZ", "CET")],
)
def test_a_column_of_another_zone(tmp_path, header, text):
    said = account(tmp_path, f"{HEADER},{header}", f"{LOCAL},{text}")
    assert f"1 row told times without an offset, read in Asia/Shanghai: {header} tells others" in said


@pytest.mark.parametrize("text", ["Asia/Shanghai", "+08:00", "+8", "UTC+08:00", "GMT+8", "北京时间", "Asia/Singapore"])
def test_a_column_of_the_zone_in_which_times_are_read(tmp_path, text):
    assert "told times" not in account(tmp_path, f"{HEADER},timezone", f"{LOCAL},{text}")


def test_a_zone_of_a_building_is_none_of_time(tmp_path):
    assert "told times" not in account(tmp_path, f"{HEADER},zone", f"{LOCAL},North")


@pytest.mark.parametrize("line", [WHOLE, "U1,25.03,102.7,1628128800", "U1,25.03,102.7,2021-08-05T02:00:00Z"])
def test_times_that_need_no_zone(tmp_path, line):
    assert "told times" not in account(tmp_path, f"{HEADER},timezone", f"{line},Asia/Tokyo")


@pytest.mark.parametrize("above", ["# all times UTC", "导出时区：UTC", "times in (GMT+0)"])
def test_a_line_above_the_header_that_names_another_zone(tmp_path, above):
    assert "a line above the header names UTC" in account(tmp_path, above, HEADER, LOCAL)


@pytest.mark.parametrize("above", ["导出时区：UTC+8", "以下为北京时间", "2021年8月名单"])
def test_a_line_above_the_header_that_names_none_or_the_same(tmp_path, above):
    assert "told times" not in account(tmp_path, above, HEADER, LOCAL)


def test_a_column_of_hemispheres(tmp_path):
    beside = account(tmp_path, "user,timestamp,lat,N/S,lon,E/W", "U1,1628128800,25.03,S,102.7,E")
    assert "1 row told positions beside N/S, which says south or west of some" in beside and "beside E/W" not in beside


def test_directions_of_travel_are_no_hemispheres(tmp_path):
    ways = (f"U{n},1628128800,25.03,102.7,{way}" for n, way in enumerate("NSEW"))
    assert "told positions" not in account(tmp_path, "user,timestamp,lat,lon,heading", *ways)


@pytest.mark.parametrize(("above", "told_so"), [("坐标系：火星坐标", True), ("坐标系：WGS84", False), ("轨迹", False)])
def test_a_line_above_the_header_that_names_a_coordinate_system(tmp_path, above, told_so):
    said = account(tmp_path, above, HEADER, WHOLE)
    assert ("1 row told positions below a line that names gcj02" in said) == told_so


def test_who_names_the_profile_knows_what_it_reads(tmp_path):
    said = account(tmp_path, f"{HEADER},timezone", f"{LOCAL},Asia/Tokyo", more=("--profile", "gps-export"))
    assert "1 kept" in said and "told times" not in said

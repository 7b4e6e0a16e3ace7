"""Proposals for columns that are not of one piece: formulas without values, days with and without times, commas."""

from datetime import datetime

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, BEN, lines, workbook
from tests.profiles.test_proposals import doubts, draft
from tracing.errors import UsageError

TITLED = lines(
    "登记表,,,",
    "姓名,证件号,店铺,到店时间",
    "说明,说明,说明,说明",
    "乘客,证件号码,门店编号,到访时间",
    f"安娜,{ANNA},M1,2021-08-05 15:20",
)
WHEN = ("姓名", "证件号", "店铺", "到店时间")


def words(found) -> list[str]:
    return [doubt.words for doubt in found.doubts]


def test_a_formula_without_a_value_gives_way_to_the_day_and_the_time(tmp_path):
    rows = [("安娜", ANNA, "M1", datetime(2021, 8, 5), f"15:2{n}", f"=D{n}+E{n}") for n in range(2, 6)]
    found = draft(tmp_path / "x.xlsx", workbook(("姓名", "证件号", "店铺", "日期", "时刻", "到店时间"), *rows))
    assert found.document["columns"]["checked_in_at"] == {"date": "日期", "time": "时刻"}
    assert "到店时间: 4 cells cannot be read: a formula without a saved value" in words(found)
    assert "not understood, and dropped: 到店时间" in words(found)


def test_a_column_of_several_forms_is_one_column_and_days_alone_are_a_doubt(tmp_path):
    given = [datetime(2021, 8, 5, 15, 20), "2021/8/5", "2021年8月5日 15:20"]
    found = draft(tmp_path / "x.xlsx", workbook(WHEN, *(("安娜", ANNA, "M1", given[n % 3]) for n in range(6))))
    assert found.document["columns"]["checked_in_at"] == "到店时间"
    assert sorted(found.document["instants"]["forms"]) == ["chinese", "iso", "slashes"]
    assert doubts(found)["columns.checked_in_at"].startswith("of 6 instants 2 are days without a time of day")
    even = draft(tmp_path / "y.xlsx", workbook(WHEN, *(("安娜", ANNA, "M1", "2021/8/5") for _ in range(3))))
    assert "columns.checked_in_at" not in doubts(even), "a column of days is no mixture"


def test_times_of_which_some_bear_their_own_day_go_with_the_day(tmp_path):
    times = ["15:20", "2021/8/6 15:20", "3:20 PM", "16:00"]
    rows = [f"安娜,{ANNA},M1,{('2021/8/5', '2021-08-05')[n % 2]},{times[n % 4]}" for n in range(8)]
    found = draft(tmp_path / "x.csv", lines("姓名,证件号,店铺,到店日期,到店时间", *rows))
    assert found.document["columns"]["checked_in_at"] == {"date": "到店日期", "time": "到店时间"}


def test_the_stated_line_is_the_header_and_no_other(tmp_path):
    assert draft(tmp_path / "x.csv", TITLED).document["columns"]["checked_in_at"] == "到店时间"
    found = draft(tmp_path / "x.csv", TITLED, file={"header_line": 4})
    assert found.document["file"]["header_line"] == 4
    assert found.document["columns"]["checked_in_at"] == "到访时间"
    assert found.document["persons"]["name"] == "乘客"
    bare = draft(tmp_path / "y.csv", lines("a,b", f"{ANNA},M1"), kind="checkins", file={"header_line": 1})
    assert bare.document["file"]["header_line"] == 1 and "names" not in bare.document["file"]
    with pytest.raises(UsageError, match=r"--state file\.header_line: none of the first 40 lines that hold anything"):
        draft(tmp_path / "x.csv", TITLED, file={"header_line": 9})


def test_a_profile_of_a_stated_header_reads_what_is_below_it(tmp_path):
    workspace, path = new_workspace(tmp_path / "workspace"), put(tmp_path / "x.csv", TITLED)
    said = told(workspace, "profile", path, "--state", "file.header_line=4", "--write", "shops")
    assert said.status == 0 and "of 1 line read, 1 is understood" in said.out
    assert "x.csv (profile shops): 1 row = 1 kept" in told(workspace, "ingest", "--profile", "shops", path).out


def test_commas_before_decimals_are_proposed_told_and_read(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    track = lines("uid;when;lat;lon", *(f"u1;2021-08-05T10:0{n}:00Z;31,230{n};121,473" for n in range(4)))
    found = draft(tmp_path / "x.csv", track)
    assert found.document["file"]["decimal"] == ","
    assert doubts(found)["file.decimal"] == "lat, lon: numbers have a comma before their decimals"
    path = put(tmp_path / "x.csv", track)
    state = ("--state", "columns.person_id=uid", "--state", "columns.observed_at=when")
    assert told(workspace, "profile", path, *state, "--write", "eu").status == 0
    assert "4 rows = 4 kept + 0 rejected" in told(workspace, "ingest", path).out
    own = put(tmp_path / "fixes.csv", 'person_id,observed_at,latitude,longitude\nu,2021-08-05,"31,23","121,4"\n')
    said = told(workspace, "ingest", own).out
    assert "latitude not a number: it has a comma before its decimals\n" in said
    gps = put(tmp_path / "gps.csv", 'user,timestamp,lat,lon\nu,2021-08-05T00:00:00Z,"31,23",121.4\n')
    said = told(workspace, "ingest", gps).out
    assert "lat (latitude) not a number: it has a comma before its decimals: the profile must say so (decimal)" in said


def test_lines_that_another_key_could_tell_are_a_doubt(tmp_path):
    rows = [f"安娜,{ANNA},19000000001,M1,2021-08-05 15:20", "本,,19000000002,M1,2021-08-05 15:20"]
    found = draft(tmp_path / "x.csv", lines("姓名,证件号,联系手机,店铺,到店时间", *rows, f"丙,{BEN},,M1,2021-08-05"))
    assert doubts(found)["by_line"].startswith("1 line holds nothing in 证件号 and something in 联系手机")


def test_words_for_coordinate_systems_are_known(tmp_path):
    rows = [f"M{n},一号店,102.71{n},25.031,{name}" for n, name in enumerate(("GCJ-02", "高德", "百度坐标", "wgs84"))]
    found = draft(tmp_path / "x.csv", lines("场所码,场所名称,经度,纬度,坐标系", *rows))
    assert found.document["values"]["crs"] == {
        **{"GCJ-02": "gcj02", "高德": "gcj02", "百度坐标": "bd09", "wgs84": "wgs84"}
    }
    assert "crs" not in doubts(found)

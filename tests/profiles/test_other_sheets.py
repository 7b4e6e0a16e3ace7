"""Workbooks of several sheets, and workbooks whose days count from 1904."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.cli.program import new_workspace, rows, told
from tests.intake.files import write_xlsx
from tests.profiles.samples import ANNA, BEN
from tracing.intake.profiles.understanding import LEFT

SCANS = [
    ("姓名", "身份证号", "手机号", "场所码", "场所名称", "扫码时间"),
    ("安", ANNA, "", "M1", "一号店", "2021-08-05 10:00"),
]
TESTS = [
    ("姓名", "身份证号", "采样时间", "检测结果"),
    ("安", ANNA, "2021-08-05 10:00", "阴性"),
    ("本", BEN, "2021-08-05 10:00", "阴性"),
]
VENUES = [("场所码", "场所名称", "经度", "纬度"), ("M1", "一号店", 102.71, 25.03)]
FEWER = [("手机号", "场所码", "扫码时间"), ("13800138003", "M1", "2021-08-05 10:00")]


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


@pytest.mark.parametrize(
    ("sheets", "unread"),
    [
        pytest.param((SCANS, TESTS), (2, "3 rows"), id="records of another kind"),
        pytest.param((SCANS, VENUES), (2, "2 rows"), id="venues beside scans"),
        pytest.param((VENUES, SCANS), (1, "2 rows"), id="venues before scans"),
        pytest.param((SCANS, [("本表仅供内部使用",)]), (2, "1 row"), id="a note"),
    ],
)
def test_the_rows_of_sheets_that_are_not_read_are_told(workspace, tmp_path, sheets, unread):
    said = told(workspace, "ingest", write_xlsx(tmp_path / "book.xlsx", *sheets))
    assert said.status == 0 and "book.xlsx (profile venue-scans): 1 row = 1 kept" in said.out
    words = f"sheet {unread[0]} of the workbook holds {unread[1]} and was not read"
    assert f"looks wrong: {words}: where it holds records, save it as a file of its own" in said.out
    [file] = json.loads(told(workspace, "intake-report", "--format", "json").out)["files"]
    found = [one["what"] for one in file["findings"] if one["what"] != LEFT]
    assert found == ["unread-sheet"]


def test_a_workbook_of_one_sheet_that_holds_something_tells_of_no_other(workspace, tmp_path):
    said = told(workspace, "ingest", write_xlsx(tmp_path / "book.xlsx", [], SCANS, []))
    assert said.status == 0 and "was not read" not in said.out


@pytest.mark.parametrize("second", [pytest.param(SCANS, id="alike"), pytest.param(FEWER, id="fewer columns")])
def test_sheets_of_one_form_are_refused_by_the_name_of_the_profile_that_is_theirs(workspace, tmp_path, second):
    """A code of a venue alone is all that a list of venues needs: it is not what these sheets are."""
    said = told(workspace, "ingest", write_xlsx(tmp_path / "book.xlsx", SCANS, second))
    assert said.status == 2 and "2 sheets have the header of profile venue-scans" in said.err


@pytest.mark.parametrize("number_format", ["General", "yyyy/m/d h:mm"])
def test_a_serial_counts_from_1904_where_its_workbook_does(workspace, tmp_path, number_format):
    """Excel of old Macintoshes; a cell whose format was lost holds the number alone."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in SCANS:
        book.active.append(row)
    book.active["F2"] = datetime(2021, 8, 5, 10, 0)
    book.active["F2"].number_format = number_format
    book.save(tmp_path / "book.xlsx")
    assert told(workspace, "ingest", tmp_path / "book.xlsx").status == 0
    assert rows(workspace / "store.duckdb", "SELECT checked_in_at FROM checkins") == [(datetime(2021, 8, 5, 2, 0),)]
    lines = told(workspace, "profile", tmp_path / "book.xlsx").out
    assert "2021-08-05T10:00:00.000+08:00" in lines

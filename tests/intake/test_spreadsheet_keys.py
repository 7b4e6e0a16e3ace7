"""Keys that a spreadsheet may have changed: zeros where it loses digits, and days."""

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import lines
from tracing.intake.spreadsheet_keys import days_for_keys, zeros_past_fifteen

PLACES = {"place_id": "场所码"}
TOLD = "bore in 场所码 a number of over 15 digits with zeros behind the 15th"


def frame_of(*keys: str | None) -> pl.DataFrame:
    return pl.DataFrame({"line": range(2, 2 + len(keys)), "place_id": keys}, schema_overrides={"place_id": pl.String})


def found(*keys: str | None) -> list[int]:
    asides = zeros_past_fifteen(frame_of(*keys), PLACES)
    assert all(words.startswith(TOLD) for _, words in asides)
    return [line for lines in asides.values() for line in lines]


@pytest.mark.parametrize(
    ("keys", "told_of"),
    [
        (["330106000000001000", "330106000000002000"], [2, 3]),
        (["330106000000001000", "M1", None, "330106000000002000"], [2, 5]),
        (["3301060000000010"] * 9, []),
        (["3301060000000010", "3301060000000020", "3301060000000030"], [2, 3, 4]),
        (["3301060000000010", "3301060000000020", "3301060000000031"], []),
        (["330106000000001", "330106000000000"], []),
        (["110105198001010000", "110105198001011000"], []),
        ([None, "M1000000000000000000"], []),
        ([], []),
    ],
    ids=str,
)
def test_columns_all_of_whose_long_numbers_end_so(keys, told_of):
    assert found(*keys) == told_of


@pytest.mark.parametrize("own", [True, False], ids=["own form", "profile"])
def test_it_is_told_in_the_account(tmp_path, own):
    header = "person_id,place_id,checked_in_at" if own else "手机号,场所码,扫码时间"
    scans = (f"1380013800{n},33010600000000{n}000,2021-08-05T10:00:00+08:00" for n in range(3))
    workspace = new_workspace(tmp_path / "workspace")
    said = told(workspace, "ingest", put(tmp_path / "checkins.csv", lines(header, *scans)))
    assert "3 kept" in said.out and "3 rows bore in" in said.out and "zeros behind the 15th" in said.out


DAYS = ["2021-03-01", "2021-03-01T00:00:00", "3月1日", "12月11日", "3-Mar", "Mar-21"]


@pytest.mark.parametrize("key", DAYS)
def test_a_day_where_a_key_should_stand(key):
    [lines_of_days] = days_for_keys(frame_of("3-1", key, None, "M1"), PLACES).values()
    assert [*lines_of_days] == [3]


@pytest.mark.parametrize("key", ["2021-03-01-A", "20210301", "3-101", "M-2021-03-01", "3月", "Mart-21", "五一-3"])
def test_a_key_that_is_no_day(key):
    [lines_of_days] = days_for_keys(frame_of(key), PLACES).values()
    assert lines_of_days.is_empty()


def test_a_day_is_told_in_the_account(tmp_path):
    homes = put(tmp_path / "homes.csv", lines("手机号,场所码,扫码时间", "13800138001,3月1日,2021-08-05 10:00"))
    said = told(new_workspace(tmp_path / "workspace"), "ingest", homes)
    assert "1 row bore in 场所码 a day, as a spreadsheet makes of 3-1" in said.out

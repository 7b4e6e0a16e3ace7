"""Words for nothing where a key should stand: whoever bears them is not one person, and not in one place."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines

NOTHING = [
    "nan",
    "NaN",
    "NULL",
    "null",
    "<NA>",
    "\\N",
    "(null)",
    "#N/A",
    "Undefined",
    "unknown",
    "未知",
    "不详",
    "未填写",
    "其他",
]


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


@pytest.mark.parametrize("word", NOTHING, ids=ascii)
@pytest.mark.parametrize("own", [True, False], ids=["own form", "profile"])
def test_no_place_is_called_so(workspace, tmp_path, word, own):
    header = "person_id,place_id,checked_in_at" if own else "手机号,场所码,扫码时间"
    scans = (f"1380013800{n},{place},2021-08-05T10:00:00+08:00" for n, place in enumerate((word, word, "M1")))
    said = told(workspace, "ingest", put(tmp_path / "checkins.csv", lines(header, *scans)))
    assert "3 rows = 1 kept + 2 rejected" in said.out
    assert told(workspace, "rejects").out.count("a word for nothing, no key") == 2 or "missing" in said.out


def test_nor_is_a_person_or_a_household(workspace, tmp_path):
    homes = put(tmp_path / "households.csv", lines("household_id,person_id", "NaN,p1", "NaN,p2", "H1,None", "H1,p3"))
    said = told(workspace, "ingest", homes)
    assert "1 kept + 3 rejected" in said.out and "household_id a word for nothing, no key" in said.out


@pytest.mark.parametrize("place", ["M1", "nano", "Nullarbor", "其他商店", "0", "-"])
def test_a_word_that_only_begins_so_is_a_key(workspace, tmp_path, place):
    scan = put(tmp_path / "checkins.csv", lines("person_id,place_id,checked_in_at", f"p,{place},2021-08-05T10:00:00Z"))
    assert "1 kept + 0 rejected" in told(workspace, "ingest", scan).out


def test_a_key_that_a_record_may_lack_is_none(workspace, tmp_path):
    header = "person_id,observed_at,latitude,longitude,device_id"
    fixes = (f"p{n},2021-08-05T10:00:00Z,25.03,102.7,{device}" for n, device in enumerate(("unknown", "d1")))
    assert "2 kept + 0 rejected" in told(workspace, "ingest", put(tmp_path / "fixes.csv", lines(header, *fixes))).out
    found = rows(workspace / "store.duckdb", "SELECT count(device_id) FROM fixes")
    assert found == [(1,)]

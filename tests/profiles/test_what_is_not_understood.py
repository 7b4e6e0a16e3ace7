"""What is told of lines and columns that are not understood: which they are, and what to state."""

from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, BEN, lines
from tests.profiles.samples.entries import BY_ITS_DAY

RUN = "证件号码,车次,乘车日期,发车时间,{},座位号"


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def ingested(workspace, path, header: str, *cells: str) -> str:
    rows = (f"{ANNA},G{at},2021-08-05,22:10,{cell},12A" for at, cell in enumerate(cells, start=1))
    return told(workspace, "ingest", put(path, lines(RUN.format(header), *rows))).out


def test_an_arrival_after_midnight_is_told_with_what_to_state(workspace, tmp_path):
    said = ingested(workspace, tmp_path / "x.csv", "到达时间", "06:30", "23:30")
    assert "2 rows = 1 kept + 1 rejected" in said and f"乘车日期 + 到达时间 (arrives_at) {BY_ITS_DAY}" in said


def test_what_the_reason_says_to_do_helps(workspace, tmp_path):
    said = ingested(workspace, tmp_path / "x.csv", "到达时间", "次日6:30", "6:30(+1)", "2021-08-06 06:30")
    assert "3 rows = 3 kept + 0 rejected" in said
    own_day = "到达日期,到达时间"
    assert "1 row = 1 kept" in ingested(workspace, tmp_path / "y.csv", own_day, "2021-08-06,07:30")
    said = ingested(workspace, tmp_path / "z.csv", own_day, "2021-08-04,06:30")
    assert "1 rejected: 到达日期 + 到达时间 (arrives_at) before its beginning\n" in said


def test_columns_that_a_known_profile_does_not_read_are_named(workspace, tmp_path):
    header = "身份证号,场所码,扫码时间,体温,\u202e备注"
    text = lines(header, f"{ANNA},M1,2021-08-05 10:00,36.5,甲", f"{BEN},M1,2021-08-05 11:00,36.6,乙")
    said = " ".join(told(workspace, "profile", put(tmp_path / "x.csv", text)).out.split())
    assert "is read by profile venue-scans (checkins) already" in said
    assert "Of its columns that profile does not read, and drops: 体温, ?备注." in said and "36.5" not in said
    all_read = lines(header[:-6], f"{ANNA},M1,2021-08-05 10:00")
    assert "does not read" not in told(workspace, "profile", put(tmp_path / "y.csv", all_read)).out


def test_lines_that_are_not_shown_and_not_understood_are_told_with_their_reasons(workspace, tmp_path):
    rows = [f"{ANNA},M1,2021-08-05 {10 + at // 60}:{at % 60:02}" for at in range(14)]
    rows += [f"{BEN},M1,昨天", f"{BEN},M1,前天", f"{BEN},,2021-08-05 10:00", f"{BEN},M1"]
    said = told(workspace, "profile", put(tmp_path / "x.csv", lines("身份证号,场所码,扫码时间", *rows)))
    assert "of 18 lines read, 14 are understood" in said.out
    assert "of the others 2 lines are rejected, the first of them line 16: 扫码时间 (checked_in_at) not an" in said.out
    assert "of the others 1 line is rejected, line 18: 场所码 (place_id) missing" in said.out
    assert "of the others 1 line is rejected, line 19: 2 fields where the header has 3" in said.out
    few = told(workspace, "profile", put(tmp_path / "y.csv", lines("身份证号,场所码,扫码时间", *rows[:3])))
    assert "of 3 lines read, 3 are understood" in few.out and "of the others" not in few.out

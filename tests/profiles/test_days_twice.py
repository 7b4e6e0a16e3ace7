"""A time of day that bears another day than the column of its day: its own counts, and that is told of a beginning."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines

PROFILE = """
id = "door"
kind = "checkins"
[columns]
person_id = "who"
place_id = "where"
checked_in_at = { date = "day", time = "in" }
checked_out_at = { date = "day", time = "out" }
[instants]
forms = ["iso", "slashes"]
"""
LINES = [
    ("2021-08-05,10:00,11:00", False),
    ("2021-08-05,2021-08-05 10:00,2021-08-05 11:00", False),
    ("2021/8/5,2021-08-05 23:00,2021-08-06 01:00", False),
    ("2021-08-05,2021-08-09 10:00,2021-08-09 11:00", True),
    ("2021-08-05,2021/8/6 0:30,2021/8/6 1:00", True),
]


@pytest.mark.parametrize(("line", "differs"), LINES, ids=[str(at) for at, _ in enumerate(LINES)])
def test_it_is_told(tmp_path, line, differs):
    workspace = new_workspace(tmp_path / "workspace")
    text = lines("who,where,day,in,out", f"a,x,{line}")
    said = told(workspace, "ingest", "--profile", put(tmp_path / "d.toml", PROFILE), put(tmp_path / "a.csv", text)).out
    assert "1 row = 1 kept" in said
    assert ("1 row bore another day in in than in day: that beside the time was taken" in said) == differs
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM checkins") == [(1,)]

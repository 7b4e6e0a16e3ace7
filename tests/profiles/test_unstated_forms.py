"""Instants in a form that a profile does not state are rejected with its name; counts of several forms are read."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines

PROFILE = """
id = "narrow"
kind = "checkins"
[columns]
person_id = "who"
place_id = "where"
checked_in_at = "when"
[instants]
forms = {forms}
"""
BUT_IN = "when (checked_in_at) not an instant in the forms that the profile states, but in"


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


@pytest.mark.parametrize(
    ("forms", "text", "form"),
    [
        ('["iso"]', "2021/8/5 下午3:20", "slashes"),
        ('["iso"]', "05/08/2021 15:20", "slashes"),
        ('["iso", "slashes"]', "20210805152000", "compact"),
        ('["iso", "slashes"]', "1628148000", "epoch-seconds"),
        ('["epoch-milliseconds"]', "1628148000", "epoch-seconds"),
        ('["iso", "compact"]', "44413.6388", "excel-1900"),
    ],
)
def test_the_form_that_the_profile_must_state_is_named(workspace, tmp_path, forms, text, form):
    profile = put(tmp_path / "narrow.toml", PROFILE.format(forms=forms))
    path = put(tmp_path / "x.csv", lines("who,where,when", f"a,M,{text}", "a,M,noon"))
    said = told(workspace, "ingest", "--profile", profile, path)
    assert f"1 rejected: {BUT_IN} {form}" in said.out
    assert "1 rejected: when (checked_in_at) not an instant\n" in said.out


def test_one_column_may_hold_seconds_milliseconds_digits_and_serials(workspace, tmp_path):
    times = (
        "1628148000",
        "1628148000000",
        "20210805152000",
        "44413.6388888889",
        "2021/8/5 下午3:20",
        "20210805 152000",
    )
    text = lines("身份证号,场所码,扫码时间", *(f"{ANNA},M{n},{time}" for n, time in enumerate(times)))
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert "6 rows = 6 kept" in said.out
    [(instants,)] = rows(workspace / "store.duckdb", "SELECT count(DISTINCT checked_in_at) FROM checkins")
    assert instants == 1

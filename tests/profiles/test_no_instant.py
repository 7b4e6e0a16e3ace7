"""Words for "no check-out": the usual ones leave the check-in whole, and for others the reject says what to state."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines

PROFILE = """
id = "door"
kind = "checkins"
{nothing}
[columns]
person_id = "who"
place_id = "where"
checked_in_at = "in"
checked_out_at = "out"
[instants]
forms = ["iso", "slashes", "epoch-seconds"]
"""
STATE = "the profile must name it in [file] nothing"
LEFT = "SELECT place_id, checked_out_at FROM checkins ORDER BY line"


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


def ingested(workspace, tmp_path, outs, nothing="", came="2021-08-05 10:00"):
    profile = put(tmp_path / "door.toml", PROFILE.format(nothing=nothing and f"[file]\nnothing = [{nothing}]"))
    text = lines("who,where,in,out", *(f"a{at},M1,{came},{out}" for at, out in enumerate(outs)))
    return told(workspace, "ingest", "--profile", profile, put(tmp_path / "x.csv", text)).out


def test_the_usual_words_are_no_check_out_without_being_stated(workspace, tmp_path):
    words = ["--", "/", "无", "NULL", "null", "未离开", "尚未离开", "N/A", "0000-00-00 00:00:00", "不详"]
    assert "10 rows = 10 kept + 0 rejected" in ingested(workspace, tmp_path, words)
    assert {left for _, left in rows(workspace / "store.duckdb", LEFT)} == {None}


@pytest.mark.parametrize(
    ("word", "reason"),
    [("0", "not an instant"), ("1970-01-01 00:00:00", "before 1980"), ("还在里面", "not an instant")],
)
def test_a_reject_says_what_to_state_for_any_other_and_never_the_word(workspace, tmp_path, word, reason):
    said = ingested(workspace, tmp_path, [word])
    assert f"1 rejected: out (checked_out_at) {reason}" in said and STATE in said
    assert word not in said.replace("x.csv", "").split("rejected: ")[1]
    assert "1 row = 1 kept" in ingested(workspace, tmp_path, [word], f'"{word}"')


def test_a_word_stated_as_an_instant_is_nothing_however_it_is_written(workspace, tmp_path):
    outs = ["1970-01-01 00:00:00", "1970/1/1 0:00", "1970-01-01", "1970-01-01 08:00"]
    said = ingested(workspace, tmp_path, outs, '"1970-01-01 00:00:00"')
    assert "4 rows = 3 kept + 1 rejected" in said


def test_a_required_instant_is_never_nothing(workspace, tmp_path):
    said = ingested(workspace, tmp_path, [""], came="--")
    assert "1 rejected: in (checked_in_at) not an instant\n" in said and STATE not in said


def test_scans_of_the_shipped_profile_keep_who_has_not_left(workspace, tmp_path):
    text = lines("身份证号,场所码,扫码时间,离开时间", f"{ANNA},M1,2021-08-05 10:00,未离开")
    assert "1 row = 1 kept" in told(workspace, "ingest", put(tmp_path / "x.csv", text)).out

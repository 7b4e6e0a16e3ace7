"""Cases under a number that another person's case had: they replace it, and that is told."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines

HEADER = "case_id,person_id,classification,onset_at"
WORDS = "the number of an earlier case, of another person, and replaced it"


def cases(path, *of):
    return put(path, lines(HEADER, *(f"{one},confirmed,2021-08-05" for one in of)))


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


def test_a_sheet_that_numbers_its_lines_anew(workspace, tmp_path):
    assert WORDS not in told(workspace, "ingest", cases(tmp_path / "cases_1.csv", "1,a", "2,b")).out
    said = told(workspace, "ingest", cases(tmp_path / "cases_2.csv", "1,c", "2,b", "3,d")).out
    assert f"looks wrong: 1 case has {WORDS}" in said
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM cases") == [(4,)]


def test_one_file_with_a_number_twice(workspace, tmp_path):
    said = told(workspace, "ingest", cases(tmp_path / "cases_1.csv", "1,a", "2,b", "1,c", "2,d", "3,e")).out
    assert f"looks wrong: 2 cases have {WORDS}" in said


def test_a_case_that_is_told_once_more_replaces_nobody_s(workspace, tmp_path):
    told(workspace, "ingest", cases(tmp_path / "cases_1.csv", "1,a"))
    again = put(tmp_path / "cases_2.csv", lines(HEADER, "1,a,confirmed,2021-08-04"))
    assert WORDS not in told(workspace, "ingest", again).out


def test_a_file_that_was_taken_back_is_none_that_is_replaced(workspace, tmp_path):
    told(workspace, "ingest", cases(tmp_path / "cases_1.csv", "1,a"))
    told(workspace, "retract", "1")
    assert WORDS not in told(workspace, "ingest", cases(tmp_path / "cases_2.csv", "1,c")).out

"""Keys in floats or full-width letters and digits are those of the other file, which is told; or kept, and told."""

import openpyxl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines

PROFILE = """
id = "door"
kind = "checkins"
{by_line}
[columns]
person_id = {person}
place_id = {place}
checked_in_at = "when"
"""
AS_TEXT = '{ column = "where", as = "text" }'
BOTH = '[{ column = "who" }, { column = "phone", as = "phone" }]'
PLACES = "SELECT DISTINCT place_id FROM checkins ORDER BY ALL"
PEOPLE = "SELECT count(DISTINCT person_id) FROM checkins"


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


def profile(tmp_path, place='"where"', person='"who"', by_line=""):
    return put(tmp_path / "door.toml", PROFILE.format(place=place, person=person, by_line=by_line))


def ingested(workspace, path, by):
    return told(workspace, "ingest", "--profile", by, path).out


def test_places_and_people_are_one_however_their_number_was_written(workspace, tmp_path):
    by = profile(tmp_path)
    plain = put(tmp_path / "a.csv", lines("who,where,when", "11,7,2021-08-05 10:00"))
    floats = put(tmp_path / "b.csv", lines("who,where,when", "11.0,7.0,2021-08-05 11:00", "x,7.1,2021-08-05 12:00"))
    book = openpyxl.Workbook()
    for row in (("who", "where", "when"), (11.0, 7.0, "2021-08-05 13:00")):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    assert ".0" not in ingested(workspace, plain, by)
    said = ingested(workspace, floats, by)
    assert "looks wrong: 1 row held in where a whole number written with .0, read without it" in said
    assert "looks wrong: 1 row held in who a whole number written with .0, read without it" in said
    assert ".0" not in ingested(workspace, tmp_path / "c.xlsx", by).replace("1.0", "")
    assert rows(workspace / "store.duckdb", PLACES) == [("7",), ("7.1",)]
    assert rows(workspace / "store.duckdb", PEOPLE) == [(2,)]


def test_keys_that_are_told_line_by_line_too(workspace, tmp_path):
    by = profile(tmp_path, person=BOTH, by_line='by_line = ["person_id"]')
    text = lines("who,phone,where,when", "11,,7,2021-08-05 10:00", "11.0,,7,2021-08-05 11:00")
    ingested(workspace, put(tmp_path / "a.csv", text), by)
    assert rows(workspace / "store.duckdb", PEOPLE) == [(1,)]


def test_a_profile_that_says_text_keeps_them_and_the_report_tells_it(workspace, tmp_path):
    by = profile(tmp_path, place=AS_TEXT)
    said = ingested(workspace, put(tmp_path / "a.csv", lines("who,where,when", "a,7.0,2021-08-05 10:00")), by)
    assert "looks wrong: 1 row has a key that ends in .0: to a file without it this is another" in said
    assert rows(workspace / "store.duckdb", PLACES) == [("7.0",)]


def test_the_specification_s_own_form_keeps_them_and_the_report_tells_it(workspace, tmp_path):
    text = lines("person_id,place_id,checked_in_at", "a,7.0,2021-08-05T10:00", "b.0,7,2021-08-05T10:00")
    said = told(workspace, "ingest", put(tmp_path / "checkins.csv", text)).out
    assert "looks wrong: 2 rows have a key that ends in .0" in said
    assert rows(workspace / "store.duckdb", PLACES) == [("7",), ("7.0",)]


def test_places_are_one_however_wide_their_code_was_typed(workspace, tmp_path):
    by = profile(tmp_path)
    wide = lines(
        "who,where,when", "a,１００１,2021-08-05 11:00", "b,Ｂ2（东）,2021-08-05 12:00", "c,７.0,2021-08-05 13:00"
    )
    usual = lines("who,where,when", "c,1001,2021-08-05 10:00", "d,B2（东）,2021-08-05 10:00", "d,7,2021-08-05 14:00")
    ingested(workspace, put(tmp_path / "a.csv", usual), by)
    said = ingested(workspace, put(tmp_path / "b.csv", wide), by)
    assert "3 rows held in where full-width letters or digits, read as the usual ones" in said
    assert rows(workspace / "store.duckdb", PLACES) == [("1001",), ("7",), ("B2（东）",)]


def test_wide_keys_that_are_kept_are_told(workspace, tmp_path):
    text = lines("person_id,place_id,checked_in_at", "a,１００１,2021-08-05T10:00", "b,1001,2021-08-05T10:00")
    said = told(workspace, "ingest", put(tmp_path / "checkins.csv", text)).out
    assert "looks wrong: 1 row has a key in full-width letters or digits: in usual ones it is another" in said
    assert rows(workspace / "store.duckdb", PLACES) == [("1001",), ("１００１",)]

"""Contacts of cases as the files of SORMAS, from tables made by hand."""

import csv
import io

import polars as pl
import pytest

from tests.exports.hand_made import drawn
from tests.exports.lines import ZONE
from tracing.exports.sormas import left_out, sormas
from tracing.line_list import LineList


def files(**told: str | None) -> dict[str, list[list[str]]]:
    documents = sormas(drawn(**told), ZONE)
    return {name: list(csv.reader(io.StringIO(document.decode(), newline=""))) for name, document in documents.items()}


def records(lines: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(lines[1], line, strict=True)) for line in lines[2:]]


def test_each_case_has_whom_it_met_and_no_case():
    found = {name: [person["externalID"] for person in records(lines)] for name, lines in files().items()}
    assert found == {"C1.csv": ["f", "a"], "C2.csv": ["a"], "C3.csv": ["a"]}
    assert left_out(drawn()) == 1


def test_two_lines_above_say_whose_field_a_column_is_and_which():
    entities, columns, *rest = files()["C2.csv"]
    assert len(entities) == len(columns) == len(rest[0]) and len(rest) == 1
    assert dict(zip(columns, entities, strict=True)) == {
        "person.firstName": "Person", "person.lastName": "Person", "person.sex": "Person", "person.phone": "Person",
        "person.address.details": "Location", "multiDayContact": "Contact", "firstContactDate": "Contact",
        "lastContactDate": "Contact", "description": "Contact", "externalID": "Contact",
    }  # fmt: skip


def test_a_record_to_the_letter():
    [known] = records(files(name="张三", phone="+8613800138000", address="1 号楼")["C2.csv"])
    assert known == {
        "person.firstName": "-", "person.lastName": "张三", "person.sex": "UNKNOWN", "person.phone": "+8613800138000",
        "person.address.details": "1 号楼", "multiDayContact": "true", "firstContactDate": "08/04/2021",
        "lastContactDate": "08/06/2021", "description": "close: near at K, L, 60.0 minutes", "externalID": "a",
    }  # fmt: skip


def test_without_identities_a_person_is_called_by_her_id():
    [unknown] = records(files()["C3.csv"])
    assert (unknown["person.lastName"], unknown["person.phone"], unknown["multiDayContact"]) == ("a", "", "false")
    assert unknown["firstContactDate"] == unknown["lastContactDate"] == "08/05/2021", "it ended at midnight"


@pytest.mark.parametrize("told", ["=1+1", "+86 138;=1", "-", "@x"], ids=["formula", "phone", "minus", "at"])
def test_no_text_runs_in_a_spreadsheet(told):
    [person] = records(files(name=told, phone=told, address=told)["C2.csv"])
    columns = ("person.lastName", "person.phone", "person.address.details")
    assert [person[column] for column in columns] == [f"'{told}"] * 3


def test_a_case_s_id_is_no_path():
    tables = drawn()
    away = pl.col("case_id").list.eval(pl.lit("../../") + pl.element())
    names = sormas(LineList(tables.people.with_columns(away), tables.contacts.with_columns(away)), ZONE)
    assert len(names) == 3 and all("/" not in name and not name.startswith(".") for name in names)


def test_tables_without_rows_are_no_files():
    tables = drawn()
    assert sormas(LineList(tables.people, tables.contacts.clear()), ZONE) == {}

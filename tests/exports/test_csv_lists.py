"""Lists as CSV, read back with Python's csv module."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.lines import (
    ABOUT,
    SCHEMA,
    ZONE,
    ZONES,
    flat_text,
    frame,
    frames,
    identified_line,
    line,
    local,
    two_lines,
)
from tests.exports.test_formula_guard import guard
from tracing.exports import LIST_FORMATS, list_bytes


def read(document: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline=""), strict=True))


def written(lines: pl.DataFrame, zone: str = ZONE, **options) -> bytes:
    return list_bytes(lines, "csv", zone, ABOUT, **options)


def test_two_lines_as_they_must_stand():
    expected = (
        "case_id,person_id,tier,via,first_contact_at,last_contact_at,minutes,closest_m,"
        "rules,places,episodes,follow_up_until,grid_id,change\n"
        "K-1,p_7f3a,close,,2021-08-04T12:10:00.000+08:00,2021-08-04T12:40:00.007+08:00,30.00,1.25,"
        "near;same-venue,mall-3,2,2021-08-14,440300-17,new\n"
        "K-1,p_91c2,secondary,p_0b11;p_7f3a,2021-08-04T12:10:00.000+08:00,2021-08-04T12:40:00.007+08:00,0.61,,"
        "near;same-venue,,2,,,raised\n"
    )
    assert written(two_lines(), bom=False).decode() == expected


def test_a_byte_order_mark_unless_not_wanted():
    assert written(two_lines()) == b"\xef\xbb\xbf" + written(two_lines(), bom=False)
    assert not written(two_lines(), bom=False).startswith(b"\xef\xbb\xbf")


def test_an_empty_list_is_its_header():
    assert read(written(frame())) == [list(SCHEMA)]


def test_an_identified_list_ends_in_name_phone_and_address():
    header, only = read(written(frame(identified_line())))
    assert header[-3:] == ["name", "phone", "address"]
    assert only[-3:] == ["欧阳娜娜", "13800138000", "深圳市南山区 1 号"]


@pytest.mark.parametrize("column", [name for name, type_ in SCHEMA.items() if type_ == pl.String])
def test_every_text_column_is_guarded(column):
    (only,) = list(csv.DictReader(io.StringIO(written(frame(line(**{column: "=1+1"})), bom=False).decode())))
    assert only[column] == "'=1+1"


@pytest.mark.parametrize("column", ["via", "rules", "places"])
def test_joined_lists_are_guarded(column):
    (only,) = list(csv.DictReader(io.StringIO(written(frame(line(**{column: ["b", "=a"]})), bom=False).decode())))
    assert only[column] == "'=a;b"


@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines", "old\rmac", 'a "b", c', ",", '"', "\n"])
def test_a_cell_stays_one_cell(text):
    rows = read(written(frame(identified_line() | {"address": text}, identified_line())))
    assert [len(row) for row in rows] == [17, 17, 17]
    assert rows[1][-1] == guard(text)


def test_the_order_of_lines_is_kept():
    people = ["p_b", "p_a", "p_c"]
    rows = read(written(frame(*(line(person_id=person) for person in people))))
    assert [row[1] for row in rows[1:]] == people


def test_the_lines_given_are_not_changed():
    lines = two_lines()
    for format in LIST_FORMATS:
        list_bytes(lines, format, ZONE, ABOUT)
    assert lines.equals(two_lines()) and lines.schema == two_lines().schema


def cell(value, type_, zone: str) -> str:
    """What a cell must read as."""
    if type_ == pl.List(pl.String):
        value = flat_text(value)
    if value is None:
        return ""
    if type_ == pl.Float64:
        return f"{value:.2f}"
    if type_.base_type() == pl.Datetime:
        return local(value, zone)
    return guard(value) if isinstance(value, str) else str(value)


@settings(deadline=None)
@given(frames(), st.sampled_from(ZONES))
def test_any_list_reads_back_as_it_was(lines, zone):
    header, *rows = read(written(lines, zone))
    assert header == lines.columns
    assert rows == [
        [cell(value, lines.schema[name], zone) for name, value in row.items()] for row in lines.iter_rows(named=True)
    ]

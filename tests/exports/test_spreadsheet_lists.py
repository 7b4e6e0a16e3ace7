"""Lists as workbooks, read back with openpyxl, and with the XML itself where openpyxl would be too kind."""

import io
import re
import tempfile
from datetime import datetime
from xml.etree import ElementTree
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
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
    two_lines,
)
from tests.exports.test_formula_guard import RUNS
from tracing.errors import TooLarge
from tracing.exports import list_bytes
from tracing.exports.spreadsheet import CUT, MOST_LINES, MOST_UNITS

FORMATS = {
    "minutes": "0.00",
    "closest_m": "0.00",
    "episodes": "0",
    "first_contact_at": "yyyy-mm-dd hh:mm:ss.000",
    "last_contact_at": "yyyy-mm-dd hh:mm:ss.000",
    "follow_up_until": "yyyy-mm-dd",
}


def written(lines: pl.DataFrame, zone: str = ZONE, about=ABOUT) -> bytes:
    return list_bytes(lines, "xlsx", zone, about)


def book(lines: pl.DataFrame, zone: str = ZONE, about=ABOUT) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(lines, zone, about)))


def column(sheet, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_the_header_is_bold_frozen_filtered_and_repeated_in_print():
    sheet = book(two_lines())["contacts"]
    assert [cell.value for cell in sheet[1]] == list(SCHEMA)
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), "A4"
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_cells_are_typed():
    sheet = book(two_lines())["contacts"]
    first = {name: cell for name, cell in zip(SCHEMA, sheet[2], strict=True)}
    assert {name: cell.number_format for name, cell in first.items()} == {name: "@" for name in SCHEMA} | FORMATS
    assert first["first_contact_at"].value == datetime(2021, 8, 4, 12, 10)
    assert first["last_contact_at"].value == datetime(2021, 8, 4, 12, 40, 0, 7000)
    assert first["follow_up_until"].value == datetime(2021, 8, 14)
    assert (first["minutes"].value, first["closest_m"].value, first["episodes"].value) == (30, 1.25, 2)
    assert [cell.data_type for cell in sheet[2]] == [
        "s",
        "s",
        "s",
        "n",
        "d",
        "d",
        "n",
        "n",
        "s",
        "s",
        "n",
        "d",
        "s",
        "s",
    ]


def test_what_is_missing_is_an_empty_cell():
    second = {name: cell.value for name, cell in zip(SCHEMA, book(two_lines())["contacts"][3], strict=True)}
    missing = {"closest_m", "places", "follow_up_until", "grid_id"}
    assert {name for name, value in second.items() if value is None} == missing


@pytest.mark.parametrize("text", [*RUNS, "110105194912310021", "1e5", "#N/A", "TRUE", "2021-08-04"], ids=ascii)
def test_text_stays_text(text):
    document = written(frame(line(person_id=text)))
    cell = openpyxl.load_workbook(io.BytesIO(document))["contacts"].cell(2, 2)
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value == re.sub("\r", "\n", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text))
    with ZipFile(io.BytesIO(document)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<fo", b"")


def test_the_cells_of_each_tier_have_their_colour():
    tiers = ["close", "secondary", "general", "flagged"]
    sheet = book(frame(*(line(tier=tier) for tier in tiers)))["contacts"]
    where = column(sheet, "tier")
    colours = [sheet.cell(row, where).fill.fgColor.rgb for row in range(2, 6)]
    assert len(set(colours)) == 4
    assert all(min(int(colour[at : at + 2], 16) for at in (2, 4, 6)) >= 0xC0 for colour in colours), "light"
    assert sheet.cell(2, where + 1).fill.fill_type is None


def test_columns_are_wide_enough():
    lines = frame(identified_line(person_id="p" * 30) | {"address": "深圳市南山区" * 30, "name": "欧阳" * 6})
    sheet = book(lines)["contacts"]
    widths = {name: sheet.column_dimensions[sheet.cell(1, at).column_letter].width
              for at, name in enumerate(lines.columns, 1)}  # fmt: skip
    assert all(width >= len(name) + 2 for name, width in widths.items())
    assert 30 < widths["person_id"] < 40
    assert 24 <= widths["name"] < 32
    assert widths["first_contact_at"] > len("2021-08-04 12:10:00.000")
    assert widths["address"] < 60


def test_the_second_sheet_is_about_the_list():
    sheets = book(two_lines(), about={**ABOUT, "=1+1": "=2\x00\ud800"})
    assert sheets.sheetnames == ["contacts", "about"]
    told = {name.value: words.value for name, words in sheets["about"].iter_rows()}
    assert told.items() >= ABOUT.items()
    assert told["=1+1"] == "=2\ufffd\ufffd"
    assert ZONE in told["times"] and "no zone" in told["times"]
    assert {cell.data_type for row in sheets["about"].iter_rows() for cell in row} == {"s"}


def test_an_empty_list_is_its_header():
    sheet = book(frame())["contacts"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [list(SCHEMA)]
    assert sheet.auto_filter.ref == "A1:N1"


def test_more_lines_than_a_sheet_holds_are_refused_before_any_work():
    lines = pl.DataFrame({"case_id": pl.repeat("K-1", MOST_LINES + 1, eager=True)})
    with pytest.raises(TooLarge, match="1048576 lines") as refusal:
        written(lines)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("sign", ["a", "张", "😀"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(sign):
    units = 2 if sign > "\uffff" else 1
    fits = sign * (MOST_UNITS // units)
    sheets = book(frame(identified_line() | {"address": fits + sign}, identified_line() | {"address": fits}))
    cut, kept = (row[-1].value for row in sheets["contacts"].iter_rows(min_row=2))
    assert kept == fits
    assert cut.endswith(CUT) and cut.removesuffix(CUT) == sign * len(cut.removesuffix(CUT))
    assert MOST_UNITS - 2 <= len(cut.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert {row[0].value: row[1].value for row in sheets["about"].iter_rows()}["cut"].startswith("1 cells")


def test_equal_lists_give_equal_bytes_at_any_time():
    with ZipFile(io.BytesIO(written(two_lines()))) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert set(re.findall(rb"\d{4}(?=-\d\d-\d\dT)", archive.read("docProps/core.xml"))) == {b"1980"}


def test_no_name_ever_lies_in_a_temporary_file(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError), tempfile.NamedTemporaryFile():
        pass
    assert book(frame(identified_line()))["contacts"].cell(2, 15).value == "欧阳娜娜"


def test_every_part_of_the_workbook_is_sound_xml():
    with ZipFile(io.BytesIO(written(frame(line(person_id="\ufffe\uffff\x00<&>"))))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))


def cell(value, zone: str):
    """What a cell must read as."""
    if isinstance(value, list):
        value = flat_text(value)
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, str):
        value = re.sub("\r\n?", "\n", value)
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", value) or None
    return datetime(value.year, value.month, value.day) if hasattr(value, "year") else value


@settings(max_examples=40, deadline=None)
@given(frames(), st.sampled_from(ZONES))
def test_any_list_reads_back_as_it_was(lines, zone):
    header, *rows = book(lines, zone)["contacts"].iter_rows(values_only=True)
    assert list(header) == lines.columns
    assert [list(row) for row in rows] == [[cell(value, zone) for value in row] for row in lines.iter_rows()]

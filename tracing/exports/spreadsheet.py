"""Case lists as a workbook: typed cells that no spreadsheet takes for formulas, and a sheet about the list.

Text cells have the type and the format of text: neither "=1+1" nor a long number changes when somebody edits them.
Source: specification, "What goes out".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl
import polars.selectors as cs
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from tracing.errors import TooLarge
from tracing.exports.columns import flat, in_zone
from tracing.exports.text import for_xml
from tracing.exports.workbook_file import begin, file_of

MOST_LINES = 1_048_575  # a sheet's 1,048,576 rows without the header
MOST_UNITS = 32_767  # of UTF-16, in one cell
CUT = "… [cut]"
_TEXT = "@"
_FORMATS = {pl.String: _TEXT, pl.Date: "yyyy-mm-dd", pl.Datetime: "yyyy-mm-dd hh:mm:ss.000", pl.Float64: "0.00"}
_INTEGER = "0"
_WIDTHS = {pl.Date: 12, pl.Datetime: 25}
_WIDEST = 48
_FILTER_BUTTON = 4
_A4 = 9
_TIERS = {"close": "F8D7DA", "secondary": "FDE5CE", "general": "FFF5CC", "flagged": "DDEBF7"}


def workbook_bytes(
    lines: pl.DataFrame, zone: str, about: Mapping[str, str], coverage: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The lines as an xlsx file; instants stand in the zone's wall-clock time.

    about   words about the list, for the sheet of that name
    coverage  per case the sentences that must be read with its list, for the second sheet; without any there is none
    Errors: TooLarge where a sheet cannot hold the lines. A text longer than a cell is cut, and `about` says so.
    """
    if lines.height > MOST_LINES:
        raise TooLarge(f"xlsx: {lines.height} lines, but a sheet holds {MOST_LINES}; csv, parquet and json hold them")
    cells = in_zone(flat(lines), zone).with_columns(cs.datetime().dt.replace_time_zone(None))
    book = Workbook(write_only=True)
    _add_list(book, cells)
    if coverage:
        _add_words(book, "coverage", coverage)
    _add_words(book, "about", {**about, **_remarks(cells, zone)}.items())
    return file_of(book)


def _add_list(book: Workbook, cells: pl.DataFrame) -> None:
    sheet = book.create_sheet("contacts")
    _lay_out(sheet, cells)
    begin(sheet)
    sheet.append([_bold(sheet, name) for name in cells.columns])
    columns = [_styles(sheet, column) for column in cells]
    for line in cells.iter_rows():
        sheet.append([_filled(styles, value) for styles, value in zip(columns, line, strict=True)])


def _lay_out(sheet: WriteOnlyWorksheet, cells: pl.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(cells.width)}{cells.height + 1}"
    for number, column in enumerate(cells, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the list


def _width(column: pl.Series) -> float:
    """Wide enough for the header with its filter button and for the longest text, a Chinese character counting two."""
    least = len(column.name) + _FILTER_BUTTON
    if column.dtype != pl.String:
        return max(least, _WIDTHS.get(column.dtype.base_type(), 0))
    longest = ((column.str.len_chars() + column.str.len_bytes()) / 2).max() or 0
    return max(least, min(longest + 2, _WIDEST))


def _styles(sheet: WriteOnlyWorksheet, column: pl.Series) -> dict[str | None, Cell]:
    """The cells that a column is written with, one per tier where it holds tiers, and under None the usual one.

    A write-only sheet writes a cell as soon as it has it, so one cell serves a whole column.
    """
    styles = {None: WriteOnlyCell(sheet)}
    if column.name == "tier":
        styles |= {tier: WriteOnlyCell(sheet) for tier in _TIERS}
    for tier, cell in styles.items():
        cell.number_format = _FORMATS.get(column.dtype.base_type(), _INTEGER)
        if tier:
            cell.fill = PatternFill("solid", fgColor=_TIERS[tier])
    return styles


def _filled(styles: dict[str | None, Cell], value: str | date | float | None) -> Cell:
    cell = styles.get(value, styles[None])
    if isinstance(value, str):
        return _with_text(cell, value)
    cell.value = value
    return cell


def _with_text(cell: Cell, text: str) -> Cell:
    cell.value = _fitting(for_xml(text))
    cell.data_type = "s"  # whatever openpyxl took it for: a formula, an error
    return cell


def _fitting(text: str) -> str:
    """The text, cut where a cell cannot hold it."""
    if _units(text) <= MOST_UNITS:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MOST_UNITS - _units(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.font = Font(bold=True)
    cell.number_format = _TEXT
    return _with_text(cell, text)


def _wrapped(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = _TEXT
    return _with_text(cell, text)


def _remarks(cells: pl.DataFrame, zone: str) -> dict[str, str]:
    """What a reader of the workbook must know besides: about its times, and what does not fit."""
    remarks = {"times": f"wall-clock time in {zone}: a spreadsheet's time has no zone (csv, parquet and json have it)"}
    # Bytes of UTF-8 are never fewer than units of UTF-16: only what passes the first look needs the second.
    long = [text for column in cells.select(cs.string()) for text in column.filter(column.str.len_bytes() > MOST_UNITS)]
    too_long = sum(_units(text) > MOST_UNITS for text in long)
    if too_long:
        remarks["cut"] = f"{too_long} cells that end in {CUT}: csv, parquet and json hold the whole text"
    return remarks


def _add_words(book: Workbook, title: str, pairs: Iterable[tuple[str, str]]) -> None:
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 96
    begin(sheet)
    for name, words in pairs:
        sheet.append([_bold(sheet, name), _wrapped(sheet, words)])

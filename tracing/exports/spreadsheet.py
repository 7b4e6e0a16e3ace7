"""Case lists as a workbook: typed cells that nobody's spreadsheet can take for formulas, and a sheet about the list.

Text cells carry the text type and the text format: neither "=1+1" nor a long number changes when somebody edits them.
Source: specification, "What goes out".
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from itertools import chain

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
MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 units
CUT = "… [cut]"
_FORMATS = {
    pl.String: "@",
    pl.Date: "yyyy-mm-dd",
    pl.Datetime: "yyyy-mm-dd hh:mm:ss.000",
    pl.Float64: "0.00",
    pl.Int64: "0",
}
_WIDTHS = {pl.Date: 12, pl.Datetime: 25, pl.Float64: 11, pl.Int64: 11}
_WIDEST = 48
_TIERS = {"close": "F8D7DA", "secondary": "FDE5CE", "general": "FFF5CC", "flagged": "DDEBF7"}


def workbook_bytes(lines: pl.DataFrame, zone: str, about: Mapping[str, str]) -> bytes:
    """The lines as an xlsx file; instants stand in the zone's wall-clock time.

    about   words about the list, for the second sheet
    Errors: TooLarge where a sheet cannot hold the lines. A text longer than a cell is cut and says so.
    """
    if lines.height > MOST_LINES:
        raise TooLarge(f"xlsx: {lines.height} lines, a sheet holds {MOST_LINES}; csv, parquet and json hold all")
    cells = in_zone(flat(lines), zone).with_columns(cs.datetime().dt.replace_time_zone(None))
    book = Workbook(write_only=True)
    _list_sheet(book, cells)
    _about_sheet(book, [*about.items(), *_remarks(cells, zone)])
    return file_of(book)


def _list_sheet(book: Workbook, cells: pl.DataFrame) -> None:
    sheet = book.create_sheet("contacts")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(cells.width)}{cells.height + 1}"
    _lay_out(sheet, [_width(column) for column in cells])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    begin(sheet)
    sheet.append([_bold(sheet, name) for name in cells.columns])
    writers = [_Column(sheet, column) for column in cells]
    for line in cells.iter_rows():
        sheet.append([writer.holding(value) for writer, value in zip(writers, line, strict=True)])

"""Old workbooks (.xls): their sheets, cells and merged areas, read whole one sheet at a time."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import polars as pl
import xlrd

from tracing.errors import FileRefused
from tracing.intake.cell_texts import Shape, as_shown, shape_of_format
from tracing.intake.sheet_cells import CELLS, ERROR, PLACES, Area, Part
from tracing.intake.tables import refuse
from tracing.intake.xls_records import looked_through

LARGEST, MOST_CELLS = 60_000_000, 4_000_000
"""The largest old workbook that is read, in bytes, and its largest sheet, in cells: both are held whole."""

_TRUTH = {0: "false", 1: "true"}
_NO_BOOK = "not an Excel workbook (.xls), or a damaged or encrypted one"


class XlsBook:
    """A workbook that was opened; FileRefused where the file is none."""

    def __init__(self, path: Path):
        self._path = path
        if path.stat().st_size > LARGEST:
            raise refuse(path, f"an old workbook of more than {LARGEST} bytes: save it as .xlsx")
        content, nowhere = path.read_bytes(), StringIO()
        try:
            most, self._empty = looked_through(content, nowhere)
            if most > MOST_CELLS:
                raise refuse(path, f"an old workbook with a sheet of more than {MOST_CELLS} cells: save it as .xlsx")
            how = {"logfile": nowhere, "on_demand": True, "formatting_info": True, "ragged_rows": True}
            self._book = xlrd.open_workbook(file_contents=content, **how)
            self.sheets, self.since_1904 = self._book.sheet_names(), bool(self._book.datemode)
            if len(set(self.sheets)) < len(self.sheets):
                raise refuse(path, "two sheets have one name")
        except FileRefused:
            raise
        except Exception:  # xlrd lets through whatever it stumbles on in a damaged file
            raise refuse(path, _NO_BOOK) from None

    def parts(self, sheet: str, rows: int) -> Iterator[Part]:
        """The rows of a sheet that hold something, at most so many at a time."""
        table = self._table(sheet)
        for first in range(0, table.nrows, rows):
            last = min(first + rows, table.nrows)
            cells = [cell for row in range(first, last) for cell in self._cells(table, row)]
            hidden = frozenset(row + 1 for row in range(first, last) if self._is_hidden(table, row))
            empty = [(row + 1, at) for row, at in self._empty.get(self.sheets.index(sheet), ()) if first <= row < last]
            held = pl.DataFrame(cells, schema=CELLS, orient="row")
            yield Part(held, hidden, last / table.nrows, pl.DataFrame(empty, PLACES, orient="row"))

    def areas(self, sheet: str) -> list[Area]:
        """The merged areas of a sheet."""
        return [Area(top + 1, end, left, right - 1) for top, end, left, right in self._table(sheet).merged_cells]

    def hides(self, sheet: str) -> bool:
        """Whether people who open the workbook do not see a sheet."""
        return self._table(sheet).visibility != 0

    def _table(self, sheet: str) -> xlrd.sheet.Sheet:
        """A sheet, read whole; no other is held beside it."""
        for number, name in enumerate(self.sheets):
            if name != sheet:
                self._book.unload_sheet(number)
        try:
            return self._book.sheet_by_name(sheet)
        except Exception:  # as above
            raise refuse(self._path, "damaged in a sheet") from None

    def _is_hidden(self, table: xlrd.sheet.Sheet, row: int) -> bool:
        return row in table.rowinfo_map and bool(table.rowinfo_map[row].hidden)

    def _cells(self, table: xlrd.sheet.Sheet, row: int) -> Iterator[tuple[int, int, str | None, str | None]]:
        for at, (kind, value) in enumerate(zip(table.row_types(row), table.row_values(row), strict=True)):
            if kind == xlrd.XL_CELL_ERROR:
                yield row + 1, at, None, ERROR
            elif kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                text = self._text(table, row, at, kind, value)
                if text:
                    yield row + 1, at, text, None

    def _text(self, table: xlrd.sheet.Sheet, row: int, at: int, kind: int, value: object) -> str | None:
        match kind:
            case xlrd.XL_CELL_TEXT:
                return value.strip()
            case xlrd.XL_CELL_BOOLEAN:
                return _TRUTH.get(value, str(value))
        return as_shown(repr(value), self._shape(table.cell_xf_index(row, at)), self.since_1904)

    def _shape(self, style: int | None) -> Shape:
        """The shape of a cell style's format."""
        number = self._book.xf_list[style].format_key
        known = self._book.format_map.get(number)
        return shape_of_format(number, known.format_str if known and known.format_str else None)

"""xlsx: the one sheet that holds rows, every cell as text in one canonical form. A line is the sheet's row number.

Formulas count as the values they were saved with. The workbook's table of shared texts is held in memory whole.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, partial
from itertools import islice
from pathlib import Path

import polars as pl
from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell

from tracing.intake.tables import BROKEN, LISTED, Batch, Table, header_names, refuse

_BATCH_ROWS = 50_000
_LAST_ROW = 1_048_576
_NO_TIME_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_EXACT = 2**53

Row = tuple[int, tuple[ReadOnlyCell, ...]]


def open_xlsx(path: Path) -> Table:
    """The table in a workbook; FileRefused where none or more than one sheet holds rows."""
    with _workbook(path) as book:
        firsts = {sheet.title: next(_rows(sheet, path), None) for sheet in book.worksheets}
    held = {title: first for title, first in firsts.items() if first}
    if not held:
        raise refuse(path, "empty")
    if len(held) > 1:
        raise refuse(path, "more than one sheet holds rows: save each as a file of its own")
    ((title, (_, cells)),) = held.items()
    columns = header_names((_text(cell) or "" for cell in cells), path)
    return Table(columns, path.stat().st_size, partial(_batches, path, title, columns))


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # openpyxl lets through whatever its parser stumbles on
        raise refuse(path, "not an Excel workbook (.xlsx)") from None
    try:
        yield book
    finally:
        book.close()


def _rows(sheet, path: Path) -> Iterator[Row]:
    """Number and cells of every row that is not blank."""
    # The stated dimensions are a hint of the writer's and often wrong; rows outside them would be lost.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_LAST_ROW)
    number = 0
    while (cells := _next(rows, path, number)) is not None:
        number += 1
        if any(_text(cell) is not None for cell in cells):
            yield number, cells


def _next(rows: Iterator[tuple[ReadOnlyCell, ...]], path: Path, number: int) -> tuple[ReadOnlyCell, ...] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return next(rows, None)
    except Exception:  # as above
        raise refuse(path, f"damaged after row {number}") from None


def _batches(path: Path, title: str, columns: tuple[str, ...]) -> Iterator[Batch]:
    with _workbook(path) as book:
        sheet = book[title]
        stated = sheet.max_row or _LAST_ROW
        rows = _rows(sheet, path)
        next(rows)
        while part := list(islice(rows, _BATCH_ROWS)):
            yield _batch(part, columns, min(part[-1][0] / stated, 1.0))


def _batch(rows: list[Row], columns: tuple[str, ...], done: float) -> Batch:
    listed = {at: name for at, name in enumerate(columns) if name in LISTED}
    schema = {"line": pl.Int64, **dict.fromkeys(listed.values(), pl.String)}
    texts, broken = [], []
    for number, cells in rows:
        held = {at: cells[at] for at in listed if at < len(cells)}
        errors = {at for at, cell in held.items() if cell.data_type == "e"}
        texts.append((number, *(None if at in errors or at not in held else _text(held[at]) for at in listed)))
        broken += [(number, listed[at], "error cell", "an error of the spreadsheet") for at in sorted(errors)]
    frame = pl.DataFrame(texts, schema=schema, orient="row")
    return Batch(frame, pl.DataFrame(broken, schema=BROKEN, orient="row"), done)


def _text(cell: ReadOnlyCell) -> str | None:
    """A cell's value as a csv file would hold it; null where there is none."""
    match cell.value:
        case None:
            return None
        case bool(value):
            return "true" if value else "false"
        case float(value):
            return _number(value)
        case datetime() as value if value.time() == time() and not _shows_time(cell.number_format):
            return value.date().isoformat()
        case datetime() | date() | time() as value:
            return value.isoformat()
        case value:
            return str(value).strip() or None


def _number(value: float) -> str:
    """A whole number without a point; past 2^53 with the digits the sheet shows, which are its shortest ones."""
    if not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < _EXACT else f"{Decimal(repr(value)):f}"


@cache
def _shows_time(number_format: str) -> bool:
    return any(code in _NO_TIME_CODES.sub("", number_format).lower() for code in "hs")

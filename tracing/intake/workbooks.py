"""Workbooks, xlsx and old xls: one sheet as a table, every cell as text in one canonical form.

A line is the sheet's row number. Rows above the header are titles; blank ones are no lines; hidden ones are read like
any other, and counted. A header cell within a merged area bears the name that stands at the area's top.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from tracing.intake.merged_cells import Merged
from tracing.intake.sheet_cells import CLASSES, EMPTY_RESULT, Area, Book, Part
from tracing.intake.tables import (
    BROKEN,
    GLIMPSED_LINES,
    Batch,
    Glimpse,
    Layout,
    Table,
    header_names,
    one_line,
    read_places,
    refuse,
)
from tracing.intake.text_glimpses import is_readable, is_tabbed
from tracing.intake.totals import FIRST
from tracing.intake.xls_book import XlsBook
from tracing.intake.xlsx_book import XlsxBook

_UNSEEN = ("hidden-sheet", "stood in a sheet that the workbook hides")
BATCH_ROWS = 50_000
_FEW_ROWS = 50

_OLD = bytes.fromhex("d0cf11e0a1b11ae1")
"""With what an old workbook begins, whatever its name ends in."""

_PACKED = b"PK"
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"PAR1": "a Parquet file",
    **dict.fromkeys((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"), "a packed file"),
    b"{\\rtf": "a document (RTF)",
}
"""What files of other formats begin with."""

_BEGINNING = 4_096

Row = tuple[int, dict[int, str]]
"""A row that holds something: its number, and its texts by the place of their column."""


def open_workbook(path: Path, layout: Layout) -> Table:
    """The table in a workbook; FileRefused where none or more than one sheet holds rows and none is named."""
    book = _book(path)
    sheet = _sheet(path, book, layout.sheet)
    header, names = _header(path, book, sheet, layout)
    columns = header_names(names, path, layout.columns)
    reading = _Sheet(book, sheet, header, read_places(columns, layout.columns), layout)
    return Table(
        columns,
        path.stat().st_size,
        reading.batches,
        replace(layout, sheet=sheet),
        header,
        partial(_unread, book, sheet),
        book.since_1904,
    )


def glimpse_workbook(path: Path) -> list[Glimpse]:
    """Each sheet that holds rows; a merged area shows its value in all rows of its first column."""
    book = _book(path)
    found = ((sheet, list(islice(_rows(book, sheet), GLIMPSED_LINES))) for sheet in book.sheets)
    return [Glimpse(Layout(sheet=sheet), _shown(rows, book.areas(sheet))) for sheet, rows in found if rows]


def _book(path: Path) -> Book:
    beginning = _beginning(path)
    if beginning.startswith(_OLD):
        return XlsBook(path)
    if not beginning.startswith(_PACKED):
        raise refuse(path, f"not an Excel workbook but {_instead(path, beginning)}")
    return XlsxBook(path)


def is_text(path: Path) -> bool:
    """Whether a file that bears the name of a workbook is text with tabs, as many systems export it."""
    beginning = _beginning(path)
    return not beginning.startswith((_OLD, _PACKED)) and _page(beginning) is None and is_tabbed(path)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_BEGINNING)


def _page(beginning: bytes) -> str | None:
    """The sort of page that bears the name of a workbook."""
    bare = beginning.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n")
    if bare.startswith(b"MIME-Version:"):
        return "a web page with all its parts (MHTML)"
    if re.search(rb"<(?:!doctype\s+html|html|head|body|table)\b", bare, re.IGNORECASE):
        return "a web page (HTML)"
    return "XML" if bare.startswith(b"<?xml") else None


def _instead(path: Path, beginning: bytes) -> str:
    """What bears the name of a workbook and is none."""
    if page := _page(beginning):
        return f"{page}: open it in a spreadsheet program and save it as a workbook (.xlsx)"
    if other := next((what for mark, what in _OTHERS.items() if beginning.startswith(mark)), None):
        return f"{other}: save its table as a workbook (.xlsx)"
    if is_readable(path):
        return "text: save it as a workbook (.xlsx), or let its name end in .txt (with tabs) or .csv (with commas)"
    return "bytes of no form that is known, nor text: it may be damaged, encrypted or of another program"


def _sheet(path: Path, book: Book, stated: str | None) -> str:
    """The sheet that is read."""
    if stated is not None:
        if stated not in book.sheets:
            raise refuse(path, "no sheet has the name that is stated")
        return stated
    held = [sheet for sheet in book.sheets if next(_rows(book, sheet), None)]
    if not held:
        raise refuse(path, "empty")
    if len(held) > 1:
        raise refuse(path, "more than one sheet holds rows: save each as a file of its own")
    return held[0]


def _unread(book: Book, sheet: str) -> Iterator[tuple[int, int]]:
    """Number and rows of every sheet but one that holds something."""
    for number, other in enumerate(book.sheets, start=1):
        rows = 0 if other == sheet else sum(part.cells["line"].n_unique() for part in book.parts(other, BATCH_ROWS))
        if rows:
            yield number, rows


def _rows(book: Book, sheet: str) -> Iterator[Row]:
    """The rows that hold something; a cell that cannot be read has no text."""
    for part in book.parts(sheet, _FEW_ROWS):
        for (line,), cells in part.cells.group_by("line", maintain_order=True):
            yield line, dict(zip(cells["at"], cells["text"].fill_null(""), strict=True))


def _header(path: Path, book: Book, sheet: str, layout: Layout) -> tuple[int, tuple[str, ...]]:
    """Row and names of the header; 0 where the layout has the names and no row bears them."""
    if layout.names is not None:
        return layout.header_line or 0, layout.names
    above: list[Row] = []
    for line, texts in _rows(book, sheet):
        above.append((line, texts))
        if line >= (layout.header_line or line):
            break
    if not above:
        raise refuse(path, "empty")
    line, texts = above[-1]
    if layout.header_line not in (None, line):
        raise refuse(path, f"no header in row {layout.header_line}: blank")
    return line, _shown(above, book.areas(sheet) if len(above) > 1 else [])[-1][1]


def _shown(rows: list[Row], areas: list[Area]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows as fields, where each merged area shows its value in all rows of its first column."""
    held = {line: dict(texts) for line, texts in rows}
    for top, bottom, left, _ in areas:
        if (value := held.get(top, {}).get(left)) is not None:
            for line in held:
                if top < line <= bottom:
                    held[line].setdefault(left, value)
    return [(line, tuple(one_line(texts.get(at, "")) for at in range(max(texts) + 1))) for line, texts in held.items()]


@dataclass(frozen=True)
class _Sheet:
    """A sheet whose header, a row number or 0, is known; `places`: the columns that are read."""

    book: Book
    sheet: str
    header: int
    places: dict[str, int]
    layout: Layout

    def batches(self) -> Iterator[Batch]:
        repeated = [at for name, at in self.places.items() if name in self.layout.repeats]
        merged = Merged(self.book.areas(self.sheet), self.places.values(), repeated)
        above = self.header
        for part in self.book.parts(self.sheet, BATCH_ROWS):
            part = replace(part, cells=part.cells.filter(pl.col("line") > self.header))
            if not part.cells.is_empty():
                yield self._batch(part, merged.filled(part.cells), above)
                above = part.cells["line"][-1]

    def _batch(self, part: Part, cells: pl.DataFrame, above: int) -> Batch:
        """`cells`: those of the part, and what merged areas add to them; `above`: the last row that was read before."""
        lines = part.cells["line"].unique(maintain_order=True)
        frame = lines.to_frame()
        for name, at in self.places.items():
            of_column = cells.filter(at=at)
            rows = np.searchsorted(lines.to_numpy(), of_column["line"].to_numpy())
            nothing = pl.Series(name, [None], pl.String).new_from_index(0, len(lines))
            frame = frame.with_columns(nothing.scatter(rows, of_column["text"]))
        if self.layout.totals:
            frame = frame.with_columns(_first_texts(part.cells))
        hidden, blank = len(part.hidden.intersection(lines)), lines[-1] - above - len(lines)
        return Batch(frame, self._broken(cells), part.done, hidden, blank=blank, asides=self._asides(part))

    def _asides(self, part: Part) -> dict[tuple[str, str], pl.Series]:
        """The rows with a formula whose saved result is empty, by column, and all rows of a sheet that nobody sees."""
        names = {at: name for name, at in self.places.items()}
        of_rows = part.empty.join(part.cells.select("line").unique(), on="line", how="semi", maintain_order="left")
        by_column = of_rows.filter(pl.col("at").is_in([*names])).group_by("at", maintain_order=True)
        empty = {("empty-formulas", EMPTY_RESULT.format(names[at])): cells["line"] for (at,), cells in by_column}
        unseen = {_UNSEEN: part.cells["line"].unique()} if self.book.hides(self.sheet) else {}
        return empty | unseen

    def _broken(self, cells: pl.DataFrame) -> pl.DataFrame:
        names = {at: name for name, at in self.places.items()}
        flawed = cells.filter(pl.col("flaw").is_not_null() & pl.col("at").is_in([*names]))
        rows = [(line, names[at], CLASSES.get(flaw, "merged cell"), flaw) for line, at, _, flaw in flawed.iter_rows()]
        return pl.DataFrame(rows, schema=BROKEN, orient="row")


def _first_texts(cells: pl.DataFrame) -> pl.Series:
    """Per row its first text."""
    return cells.group_by("line", maintain_order=True).agg(pl.col("text").drop_nulls().first())["text"].alias(FIRST)

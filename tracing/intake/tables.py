"""What every file format hands on: a table of lines, read in batches of bounded size.

Grain: one row per line of the file that holds something. Source: specification, "Records that come in".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from tracing.errors import FileRefused
from tracing.model import KINDS

BATCH_ROWS = 100_000
"""The most rows one batch holds."""

BOMB_BYTES, BOMB_RATIO = 1_000_000_000, 200
"""A packed file is no file of records where it holds more than so many bytes and more than so many times its size."""

BROKEN = pl.Schema({"line": pl.Int64, "column": pl.String, "value_class": pl.String, "reason": pl.String})
"""A line, or one cell of it, that cannot be read; the columns of rejects as well. Never the value itself."""

LISTED = frozenset(name for kind in KINDS.values() for name in kind.names)
"""The columns some kind of records has; all others are dropped at the door."""


@dataclass(frozen=True)
class Layout:
    """How a file is laid out, where its bytes do not say; the default is the specification's own form.

    encoding      `utf-8`, `gb18030`, `utf-16-le` or `utf-16-be`; None: as the file's mark says, else UTF-8 strictly
    delimiter     one character; None: a comma, in a file that ends in .tsv a tab
    sheet         None: the only one that holds rows
    header_line   number of the line; None: the first that is not blank. What stands above it is a title
    names         the columns in their order, of a file whose lines have no header; None: the header names them
    columns       the names, `column_name`, that are read; all others are dropped at the door
    totals        words: a line whose first cell that holds something is one of them is "a total, no record"
    repeats       columns in which an empty cell of a merged area, or a ditto word, means the value above
    format        `gpx` or `plt` where the file's ending does not say it
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    names: tuple[str, ...] | None = None
    columns: frozenset[str] = LISTED
    totals: frozenset[str] = frozenset()
    repeats: frozenset[str] = frozenset()
    format: str | None = None


GLIMPSED_LINES = 40
"""The most lines of a file that a glimpse shows."""


@dataclass(frozen=True)
class Glimpse:
    """One way a file can be read, with its first lines that hold something, titles and header among them.

    layout   states encoding and delimiter, or the sheet, or the format and the names of its columns
    lines    number of the line, and its fields as text, stripped; an empty one where nothing is held
    """

    layout: Layout
    lines: list[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class Batch:
    """Some lines of a file, in their order.

    frame   `line` (Int64) and the listed columns of the file; text is stripped, empty text and NaN are null.
            text: line of the file; workbook: row of the sheet; parquet: row from 1; gpx: point from 1
    broken  schema BROKEN. Without a column the line is no record and is not in `frame`;
            with one only that cell is broken: the line is in `frame`, the cell null
    done    share of the file read so far, 0 to 1
    hidden  how many of its lines a spreadsheet hides; they are read like any other
    marked  how many points of a file of tracks somebody marked without a time, or planned; they are no lines
    blank   how many lines among and before its own, but below the heading, hold nothing; they are in neither frame
    asides  (what, words) -> lines of which that is to be found, if they are kept; the words go behind their number
    """

    frame: pl.DataFrame
    broken: pl.DataFrame
    done: float
    hidden: int = 0
    marked: int = 0
    blank: int = 0
    asides: Mapping[tuple[str, str], pl.Series] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """An opened file of records; iterating reads it from the beginning and may raise FileRefused on the way.

    columns   all names of the header, `column_name`, in the file's order
    size      bytes of the file
    layout    how it is laid out, where the file itself told what was not stated
    heading   how many of its lines are the header and what stands above it, blank or not
    unread    of a workbook: number, from 1, and rows of each other sheet that holds something, and is not read
    since_1904  its serial days count from 1904, as the workbook itself says
    """

    columns: tuple[str, ...]
    size: int
    batches: Callable[[], Iterator[Batch]]
    layout: Layout
    heading: int = 0
    unread: Callable[[], Iterable[tuple[int, int]]] = tuple
    since_1904: bool = False

    def __iter__(self) -> Iterator[Batch]:
        return self.batches()


def beginning_of(table: Table, lines: int) -> Batch | None:
    """The first lines of a table, at least so many if it has them, as one batch; None where it has none."""
    batches: list[Batch] = []
    for batch in table:
        batches.append(batch)
        if sum(one.frame.height for one in batches) >= lines:
            break
    if not batches:
        return None
    frames, broken = [one.frame for one in batches], [one.broken for one in batches]
    return replace(batches[0], frame=pl.concat(frames, how="vertical_relaxed"), broken=pl.concat(broken))


def refuse(path: Path, reason: str) -> FileRefused:
    """The refusal of a whole file, to be raised: one line, also where the file's name would break it."""
    return FileRefused(f"{shown(path)}: {reason}")


def shown(path: Path) -> str:
    """A path as it can stand in a line."""
    return printable(str(path))


def printable(text: str) -> str:
    """A text with question marks for what would break or hide the line that it stands in."""
    return "".join(c if c.isprintable() else "?" for c in text)


def one_line(header: str) -> str:
    """A header with one space for all white space within it: spreadsheets break their headers into lines."""
    return " ".join(header.split())


def column_name(header: str) -> str:
    """The name of a column by its header: in one line, case-folded."""
    return one_line(header).casefold()


def header_names(given: Iterable[str], path: Path, columns: frozenset[str] = LISTED) -> tuple[str, ...]:
    """The names of a header, `column_name`; FileRefused where two columns that are read have one name.

    The message counts columns and does not name them: in a file without a header the first record stands in its place.
    """
    names = tuple(map(column_name, given))
    first: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name in columns and first.setdefault(name, position) != position:
            raise refuse(path, f"columns {first[name]} and {position} of the header have the same name")
    return names


def read_places(names: tuple[str, ...], columns: frozenset[str]) -> dict[str, int]:
    """The columns that are read, and where they stand."""
    return {name: at for at, name in enumerate(names) if name in columns}


def stripped(text: pl.Expr) -> pl.Expr:
    """Text without white space at its ends; null where nothing is left."""
    return text.str.strip_chars().replace("", None)


def broken_line(reason: pl.Expr | str) -> list[pl.Expr]:
    """The columns of BROKEN beside `line`, for lines that are no records."""
    reason = pl.lit(reason) if isinstance(reason, str) else reason
    return [pl.lit(None, pl.String).alias("column"), pl.lit("line").alias("value_class"), reason.alias("reason")]

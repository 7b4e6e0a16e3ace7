"""What every file format hands on: a table of lines, read in batches of bounded size.

Grain: one row per line of the file that holds something. Source: specification, "Records that come in".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tracing.errors import FileRefused
from tracing.model import KINDS

BATCH_ROWS = 200_000
"""The most rows one batch holds."""

BROKEN = pl.Schema({"line": pl.Int64, "column": pl.String, "value_class": pl.String, "reason": pl.String})
"""A line, or one cell of it, that cannot be read; the columns of rejects as well. Never the value itself."""

LISTED = frozenset(name for kind in KINDS.values() for name in kind.names)
"""The columns some kind of records has; all others are dropped at the door."""


@dataclass(frozen=True)
class Batch:
    """Some lines of a file, in their order.

    frame   `line` (Int64) and the listed columns of the file; text is stripped, empty text and NaN are null.
            csv: line of the file, the header being line 1; xlsx: row of the sheet; parquet: row from 1
    broken  schema BROKEN. Without a column the line is no record and is not in `frame`;
            with one only that cell is broken: the line is in `frame`, the cell null
    done    share of the file read so far, 0 to 1
    """

    frame: pl.DataFrame
    broken: pl.DataFrame
    done: float


@dataclass(frozen=True)
class Table:
    """An opened file of records; iterating reads it from the beginning and may raise FileRefused on the way.

    columns   all names of the header, stripped and case-folded, in the file's order
    size      bytes of the file
    """

    columns: tuple[str, ...]
    size: int
    batches: Callable[[], Iterator[Batch]]

    def __iter__(self) -> Iterator[Batch]:
        return self.batches()


def refuse(path: Path, reason: str) -> FileRefused:
    """The refusal of a whole file, to be raised: one line, also where the file's name would break it."""
    shown = "".join(c if c.isprintable() else "?" for c in str(path))
    return FileRefused(f"{shown}: {reason}")


def header_names(given: Iterable[str], path: Path) -> tuple[str, ...]:
    """The names of a header, stripped and case-folded; FileRefused where two columns have one name.

    Columns without a name are unlisted ones. The message counts columns and does not name them:
    in a file without a header the first record stands in its place.
    """
    names = tuple(name.strip().casefold() for name in given)
    first: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name and first.setdefault(name, position) != position:
            raise refuse(path, f"columns {first[name]} and {position} of the header have the same name")
    return names


def stripped(text: pl.Expr) -> pl.Expr:
    """Text without white space at its ends; null where nothing is left."""
    return text.str.strip_chars().replace("", None)

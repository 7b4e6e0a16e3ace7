"""What every sort of workbook hands on: the cells of a sheet in parts of some rows, and its merged areas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import polars as pl

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The farthest row and column that a sheet has."""

ERROR, UNSAVED = "an error of the spreadsheet", "a formula without a saved value"
UNRECKONED = "a formula that no spreadsheet has reckoned yet: open the workbook in one and save it"
"""Why a cell cannot be read."""

EMPTY_RESULT = "held in {} a formula whose saved result is empty, read as nothing: it may never have been reckoned"
"""What is told of rows with such a cell, by its column: sheets show it so, and programs leave it so."""

CLASSES = {ERROR: "error cell", UNSAVED: "formula", UNRECKONED: "formula"}

PLACES = pl.Schema({"line": pl.Int64, "at": pl.Int64})
"""Where a cell stands: its row from 1, its column from 0."""

CELLS = pl.Schema({"line": pl.Int64, "at": pl.Int64, "text": pl.String, "flaw": pl.String})
"""A cell that holds something: its row from 1, its column from 0, and its text or why it has none."""


class Area(NamedTuple):
    """A merged area: rows from 1 and columns from 0, the last ones included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Part:
    """Some rows of a sheet, in their order.

    cells    schema CELLS, in the order of rows and columns
    hidden   the rows among them that the sheet hides
    done     share of the sheet read so far, 0 to 1
    empty    schema PLACES: the formulas whose saved result is empty, which hold nothing
    """

    cells: pl.DataFrame
    hidden: frozenset[int] = field(default_factory=frozenset)
    done: float = 1.0
    empty: pl.DataFrame = field(default_factory=PLACES.to_frame)


class Book(Protocol):
    """An opened workbook: the names of its sheets, and whether its serial days count from 1904."""

    sheets: list[str]
    since_1904: bool

    def parts(self, sheet: str, rows: int) -> Iterator[Part]:
        """The rows of a sheet that hold something, at most so many at a time."""

    def areas(self, sheet: str) -> Iterable[Area]:
        """The merged areas of a sheet."""

    def hides(self, sheet: str) -> bool:
        """Whether people who open the workbook do not see a sheet."""

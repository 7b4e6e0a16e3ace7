"""An oddity: one thing that may be true of a kept row and looks wrong all the same, counted by file."""

from dataclasses import dataclass

import polars as pl

from tracing.counted import counted
from tracing.intake.findings import Finding


@dataclass(frozen=True)
class Oddity:
    """One thing that is odd about some rows.

    what    the finding's name
    rows    which of them it is true of, by their columns; null counts as not
    words   behind the number of rows: for one, and for several
    of_all  whether it is odd as well where it is true of every row of a file
    """

    what: str
    rows: pl.Expr
    words: tuple[str, str]
    of_all: bool = True

    def finding(self, rows: int) -> Finding:
        """The finding of so many rows."""
        return Finding(self.what, rows, counted(rows, *self.words))

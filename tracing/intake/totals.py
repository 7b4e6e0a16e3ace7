"""Lines that add up others and are no records: they are rejected, with their reason.

A total is a line whose first cell that holds something is a word such as 合计, alone or before something that is no
letter; white space within the cell does not count, as such words are spread over their cell.
"""

import re
from dataclasses import replace

import polars as pl

from tracing.intake.tables import Batch, broken_line

FIRST = "\0first"
"""The column of a frame that bears the first cell of each line that holds something, until the totals are found."""

TOTAL = "a total, no record"


def is_total(first: pl.Expr, words: frozenset[str]) -> pl.Expr:
    """Whether a line's first cell is one of the words."""
    bare = "|".join(re.escape("".join(word.split())) for word in sorted(words))
    return first.str.replace_all(r"\s", "").str.contains(rf"(?i)^(?:{bare})(?:[^\p{{L}}]|$)").fill_null(False)


def without_totals(batch: Batch, words: frozenset[str]) -> Batch:
    """The batch with its totals among the broken lines; formats that have none give no first cells."""
    if FIRST not in batch.frame.columns:
        return batch
    found = is_total(pl.col(FIRST), words)
    totals = batch.frame.filter(found).select("line", *broken_line(TOTAL))
    cells = batch.broken.filter(pl.col("column").is_null() | ~pl.col("line").is_in(totals["line"].implode()))
    return replace(batch, frame=batch.frame.filter(~found).drop(FIRST), broken=pl.concat([cells, totals]).sort("line"))

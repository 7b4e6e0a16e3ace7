"""The last line of a text where no line end stands behind it: it may have been cut off in the middle of a value.

Many programs write no line end there, so the line is a record like any other. Where it is none, its reason says what
it lacks; where its last field is shorter than in all lines before it, which columns of one width show, it is told.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from tracing.intake.tables import Batch
from tracing.intake.totals import TOTAL

CUT_OFF = "cut-off"
SHORTER = "at the end of the file, without a line end, has a last field shorter than any before it: it may be cut off"

_NO_END = "{}; the last line of the file, which has no line end"


def told_torn(batches: Iterator[tuple[Batch, bool]], last: str | None) -> Iterator[Batch]:
    """The batches, with what is to be told of a last line without a line end.

    batches     each with whether a line end stands behind it; where none does the last line is all it holds
    last        the column of the last field; None where it is not read
    """
    shortest = None
    for batch, ended in batches:
        if shortest == 0 and ended:  # as mostly, where a field may be empty: no line can change it
            yield batch
            continue
        length = _shortest(batch.frame, last)
        if not ended:
            yield _told(batch, is_shorter=None not in (length, shortest) and length < shortest)
            return
        shortest = min((one for one in (shortest, length) if one is not None), default=None)
        yield batch


def _shortest(frame: pl.DataFrame, name: str | None) -> int | None:
    """Characters of the shortest field of a column; None without one."""
    return None if name is None else frame[name].fill_null("").str.len_chars().min()


def _told(batch: Batch, is_shorter: bool) -> Batch:
    reason = pl.when(pl.col("reason") == TOTAL).then("reason").otherwise(pl.format(_NO_END, "reason"))
    broken = batch.broken.with_columns(reason.alias("reason"))
    asides = {(CUT_OFF, SHORTER): batch.frame["line"]} if is_shorter else {}
    return replace(batch, broken=broken, asides={**batch.asides, **asides})

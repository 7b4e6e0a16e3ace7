"""Ditto words: a cell that says "the same as above", in the columns whose layout allows it.

It means the value that the line above has in its column, through any number of dittos. Where that is not known (no
line stands above, the line above is no record, or its cell holds nothing or cannot be read), the cell is broken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl
import polars.selectors as cs

from tracing.intake.tables import BROKEN, Batch

WORDS = frozenset({"同上", "同前", "〃", "″", "''", '"', "”", "ditto"})
"""What stands for the value above, without white space and case-folded."""

UNKNOWN = "the same as above, where nothing stands that was read"

_GAP = "\0gap"


def without_dittos(batches: Iterable[Batch], columns: frozenset[str]) -> Iterator[Batch]:
    """The batches, in the order of their lines, with the values that the dittos of some columns mean."""
    above: dict[str, str | None] = {}
    for batch in batches:
        for name in batch.frame.select(cs.string() & cs.by_name(*columns, require_all=False)).columns:
            batch, above[name] = _filled(batch, name, above.get(name))
        yield batch


def _filled(batch: Batch, name: str, above: str | None) -> tuple[Batch, str | None]:
    """The batch with one column filled, and what a ditto in the line after it means; None: nothing that is known."""
    given = batch.frame.select("line", name)
    is_ditto = given[name].str.replace_all(r"\s", "").str.to_lowercase().is_in(WORDS).fill_null(False)
    # Every line that is no ditto sets what stands above the next one, also to nothing.
    marked = given.with_columns(pl.when(~is_ditto).then(pl.col(name).fill_null(_GAP)).alias(name))
    no_lines = batch.broken.filter(pl.col("column").is_null()).select("line", pl.lit(_GAP).alias(name))
    order = pl.concat([marked, no_lines]).sort("line")
    if order.is_empty():
        return batch, above
    meant = order.with_columns(pl.col(name).forward_fill().fill_null(above or _GAP))
    last = meant[name][-1]
    meant = given.select("line").join(meant, on="line", how="left", maintain_order="left")
    found = meant[name].set(meant[name] == _GAP, None)
    unknown = given.filter(is_ditto & found.is_null()).select("line")
    return _with(batch, name, found, unknown), None if last == _GAP else last


def _with(batch: Batch, name: str, found: pl.Series, unknown: pl.DataFrame) -> Batch:
    cells = unknown.select(
        "line", pl.lit(name).alias("column"), pl.lit("ditto").alias("value_class"), pl.lit(UNKNOWN).alias("reason")
    )
    broken = pl.concat([batch.broken, cells.cast(BROKEN)]).sort("line", maintain_order=True)
    return replace(batch, frame=batch.frame.with_columns(found.alias(name)), broken=broken)

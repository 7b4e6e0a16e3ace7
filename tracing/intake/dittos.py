"""Ditto words: a cell that says "the same as above". What it means is known in the columns whose layout says so.

There it means the value that the line above has in its column, through any number of dittos. Where that is not known
(no line stands above, the line above is no record, or its cell holds nothing or cannot be read), the cell is broken,
and so is every ditto in any other column: taken for a value, it would put all who bear it in one place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl
import polars.selectors as cs

from tracing.intake.tables import BROKEN, Batch

WORDS = frozenset({"同上", "同前", "〃", "″", "''", '"', "＂", "”", "ditto", "sameasabove", "asabove"})
"""What stands for the value above, without white space and case-folded."""

BESIDE = frozenset({"同左", "同右"})
"""What stands for the value beside it, which no layout gives a meaning."""

UNKNOWN = "the same as above, where nothing stands that was read"
UNSTATED = "a word that repeats the line above: the file must hold the value itself"
OF_BESIDE = "a word that repeats the cell beside it: the file must hold the value itself"

_SPREAD = ("", " ", "  ", "   ", "\u3000", "\u3000\u3000")
_WRITTEN = [spread.join(word) for word in WORDS | BESIDE for spread in _SPREAD] + [
    form for word in ("ditto", "same as above", "as above") for form in (word.capitalize(), word.upper(), word)
]
"""Both as they are written: looked up as they stand, as a column of any file is held against them."""

_GAP = "\0gap"


def without_dittos(batches: Iterable[Batch], columns: frozenset[str]) -> Iterator[Batch]:
    """The batches, in the order of their lines, with the values that the dittos of some columns mean, and no others."""
    above: dict[str, str | None] = {}
    for batch in batches:
        written = _holding(batch.frame)
        for name in written:
            batch = _without(batch, name, BESIDE, OF_BESIDE)
        for name in batch.frame.select(cs.string() & cs.by_name(*columns, require_all=False)).columns:
            batch, above[name] = _filled(batch, name, above.get(name))
        for name in (one for one in written if one not in columns):
            batch = _without(batch, name, WORDS, UNSTATED)
        yield batch


def _holding(frame: pl.DataFrame) -> list[str]:
    """The columns that hold a ditto, in their order: of several in a line the same one is always told."""
    texts = frame.select(cs.string())
    found = texts.select(pl.all().is_in(_WRITTEN).any())
    return [name for name in found.columns if found[name].any()]


def _without(batch: Batch, name: str, words: frozenset[str], reason: str) -> Batch:
    """The batch with some words of one column as broken cells."""
    given = batch.frame.select("line", name)
    is_word = _is_one_of(given[name], words)
    return _with(batch, given[name].set(is_word, None), given.filter(is_word).select("line"), reason)


def _is_one_of(texts: pl.Series, words: frozenset[str]) -> pl.Series:
    return texts.str.replace_all(r"\s", "").str.to_lowercase().is_in(words).fill_null(False)


def _filled(batch: Batch, name: str, above: str | None) -> tuple[Batch, str | None]:
    """The batch with one column filled, and what a ditto in the line after it means; None: nothing that is known."""
    given = batch.frame.select("line", name)
    is_ditto = _is_one_of(given[name], WORDS)
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
    return _with(batch, found, unknown, UNKNOWN), None if last == _GAP else last


def _with(batch: Batch, texts: pl.Series, unread: pl.DataFrame, reason: str) -> Batch:
    """The batch with a column's texts as they are read, and the lines of its cells that cannot be."""
    cells = unread.select(
        "line", pl.lit(texts.name).alias("column"), pl.lit("ditto").alias("value_class"), pl.lit(reason).alias("reason")
    )
    broken = pl.concat([batch.broken, cells.cast(BROKEN)]).sort("line", maintain_order=True)
    return replace(batch, frame=batch.frame.with_columns(texts), broken=broken)

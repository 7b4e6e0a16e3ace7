"""Sorting rows by several columns: as numbers, and several of these as one wherever there is room.

polars sorts by several columns or by texts many times slower than numpy sorts whole numbers.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

_ROOM = 63
"""The bits of a whole number that is not negative."""


def ordered(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The rows sorted by columns of whole numbers, none of them null, and of texts, null first; those alike stay as
    they stood.
    """
    return rows if is_in_order(rows, by) else rows[order([ranks(rows[name]) for name in by])]


def is_in_order(rows: pl.DataFrame, by: Sequence[str]) -> bool:
    """Whether rows stand in the order of columns; of nulls nobody knows."""
    later, alike = pl.Series([False]), pl.Series([True])
    for name in by:
        before, after = rows[name].slice(0, max(len(rows) - 1, 0)), rows[name].slice(1)
        later = later | (alike & (after > before))
        alike = alike & (after == before)
    return (later | alike).fill_null(False).all()


def ranks(values: pl.Series) -> np.ndarray:
    """Numbers in the order of values: whole numbers are their own, and of texts the place among all that there are."""
    return values.to_numpy() if values.dtype.is_integer() else ranked(values)[1]


def ranked(texts: pl.Series) -> tuple[pl.Series, np.ndarray]:
    """The texts that there are, sorted, and for each text its place among them from 1; for null 0."""
    run, first = runs(texts.alias("text"))  # what stands together is looked up once
    known = first.drop_nulls().unique().sort().to_frame().with_row_index("rank", 1)
    rank = first.to_frame().join(known, on="text", how="left", maintain_order="left")["rank"]
    return known["text"], rank.fill_null(0).to_numpy()[run.to_numpy()]


def runs(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Of which run of equal values each is, from 0, and the value of each run."""
    run = values.rle_id()
    return run, values.filter(run.diff().fill_null(1) != 0)


def order(numbers: Sequence[np.ndarray]) -> np.ndarray:
    """The places of rows sorted by several numbers of each, those alike in their order."""
    found = every = np.arange(len(numbers[0]))
    own = bits = len(every).bit_length()
    packed = every
    for number in reversed(numbers if len(every) else ()):
        width = int(number.max() - number.min()).bit_length()
        if bits + width > _ROOM:
            found, packed, bits = found[_sorted(packed, own)], every, own
        if bits + width > _ROOM:
            found = found[np.argsort(number[found], kind="stable")]
        else:
            packed, bits = packed | (number[found] - number.min()).astype(np.int64) << bits, bits + width
    return found[_sorted(packed, own)]


def _sorted(packed: np.ndarray, own: int) -> np.ndarray:
    return np.sort(packed) & ((1 << own) - 1)

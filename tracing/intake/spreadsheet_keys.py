"""Keys that a spreadsheet may have changed: numbers of more than fifteen digits, and 3-1, which it takes for a day.

Past the fifteenth digit it keeps zeros alone, so two places whose codes differ in their last digits would be one. By
chance a number of n digits ends so once in 10^(n - 15); a column is told of where all its long numbers do, and chance
would do that to one good column in a thousand or fewer. None of it is refused: codes that are put together from parts
may end so as well.
"""

from collections.abc import Mapping

import polars as pl

from tracing.intake.cut_numbers import RESIDENT_CUT

ZEROS, A_DAY = "zeros-past-fifteen", "day-for-key"
_ZEROS = "bore in {} a number of over 15 digits with zeros behind the 15th, as all have that a spreadsheet cut"
_A_DAY = "bore in {} a day, as a spreadsheet makes of 3-1 and the like"
_KEPT = 15
_LONG = rf"^[1-9][0-9]{{{_KEPT},}}$"
_ENDING = rf"^[0-9]{{{_KEPT}}}0+$"
_RARE = 3
"""Zeros that stand there by chance once in a thousand."""

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = (
    r"^(?:[12][0-9]{3}-[01][0-9]-[0-3][0-9](?:T00:00:00)?|[0-9]{1,2}月[0-9]{1,2}日"
    rf"|[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}})$"
)
Asides = dict[tuple[str, str], pl.Series]


def zeros_past_fifteen(frame: pl.DataFrame, columns: Mapping[str, str]) -> Asides:
    """The lines with numbers that may have been cut, as `Batch.asides`.

    columns     those that hold keys, and their headers
    """
    found = {name: held.is_in(_zeroed(held).implode()) for name, held in _texts(frame, columns).items()}
    return {(ZEROS, _ZEROS.format(columns[name])): frame["line"].filter(rows) for name, rows in found.items()}


def days_for_keys(frame: pl.DataFrame, columns: Mapping[str, str]) -> Asides:
    """The lines with a day where a key should stand, as `Batch.asides`; `columns` as above."""
    found = {name: held.str.contains(_DAY) for name, held in _texts(frame, columns).items()}
    return {(A_DAY, _A_DAY.format(columns[name])): frame["line"].filter(rows) for name, rows in found.items()}


def _texts(frame: pl.DataFrame, columns: Mapping[str, str]) -> dict[str, pl.Series]:
    return {name: frame[name] for name in columns if frame.schema[name] == pl.String}


def _zeroed(texts: pl.Series) -> pl.Series:
    """The long numbers of a column; none where one of them ends otherwise, or where they may end so by chance.

    Of resident numbers `cut_numbers` says more.
    """
    long = texts.filter(texts.str.len_bytes() > _KEPT).unique()
    long = long.filter(long.str.contains(_LONG) & ~long.str.contains(RESIDENT_CUT))
    by_chance = (long.str.len_bytes().cast(pl.Int64) - _KEPT).sum() < _RARE
    return long.clear() if by_chance or not long.str.contains(_ENDING).all() else long

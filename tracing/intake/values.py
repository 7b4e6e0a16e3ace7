"""One column of records: what a file holds -> values of the model's type, and what is wrong where there is none.

A reason is a fixed text; no reason and no value class ever holds a value.
Source: specification, "Records that come in"; types, choices and least values stand in the model.
"""

from collections.abc import Callable

import polars as pl

from tracing.intake.instants import to_instants
from tracing.intake.keys import LOST, NOTHING, are_for_nothing, has_lost_digits
from tracing.model import Column
from tracing.times import INSTANT

Flaw = tuple[str, str, pl.Series]
"""Column, reason, and the rows it is true of; null counts as false."""

Reader = Callable[[pl.Series], tuple[pl.Series, pl.Series]]
"""Texts -> values, null where there are none, and the reason where that is a flaw."""

NUMBERS = ("number", "latitude", "longitude", "integer")
"""The types of columns that hold numbers."""

COMMA = "not a number: it has a comma before its decimals"

WITH_COMMA = r"^([+-]?[0-9]+),([0-9]+)$"
_HELD_AS = {
    **dict.fromkeys(("instant", "closing"), INSTANT),
    **dict.fromkeys(("number", "latitude", "longitude"), pl.Float64),
    **{"integer": pl.Int64, "boolean": pl.Boolean, "text": pl.String},
}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FARTHEST = {"latitude": 90, "longitude": 180}
_EXACT = 2**53


def read_values(column: Column, given: pl.Series, zone: str) -> pl.Series:
    """The column's values as the model types them; null where nothing is given or it does not fit the type.

    given   text, stripped and null where empty, or what a typed file holds
    zone    IANA name of the zone that instants without an offset are read in
    """
    if given.null_count() == len(given):  # as in columns that the file does not have
        return pl.repeat(None, len(given), dtype=_HELD_AS[column.type], eager=True).alias(given.name)
    match column.type:
        case "instant" | "closing":
            return to_instants(given, zone, closing=column.type == "closing")
        case "number" | "latitude" | "longitude":
            return _numbers(given)
        case "integer":
            return _integers(given)
        case "boolean":
            return as_text(given).str.to_lowercase().replace_strict(_TRUTH, default=None, return_dtype=pl.Boolean)
        case "text" if column.choices:
            return as_text(given).str.to_lowercase()
        case "text" if column.is_key and not column.required and given.dtype == pl.String:
            return given.set(are_for_nothing(given), None)
        case "text":
            return as_text(given)


def flaws(column: Column, given: pl.Series, values: pl.Series) -> list[Flaw]:
    """What can be wrong with the column, the first to be told first."""
    missing = [("missing", given.is_null())] if column.required else []
    of_type = _type_flaws(column, given, values) if given.null_count() < len(given) else []
    return [(column.name, reason, rows) for reason, rows in missing + of_type]


def as_text(given: pl.Series) -> pl.Series:
    """Text as it is; typed values as a csv file would hold them: whole numbers without a point."""
    if not given.dtype.is_float():
        return given.cast(pl.String)
    whole = given.cast(pl.Int64, strict=False)
    exact = (whole == given) & (given.abs() < _EXACT)
    return given.cast(pl.String).set(exact, None).fill_null(whole.set(~exact, None).cast(pl.String))


def value_class(name: str) -> pl.Expr:
    """The sort of text a column holds, never the text."""
    text = pl.col(name)
    return (
        pl.when(text.is_null())
        .then(pl.lit("empty"))
        .when(text.str.contains(r"^[0-9]+$"))
        .then(pl.lit("digits"))
        .when(text.str.contains(r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"))
        .then(pl.lit("number"))
        .when(text.str.contains(r"^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}"))
        .then(pl.lit("date-like"))
        .when(text.str.contains(r"^\p{L}+$"))
        .then(pl.lit("letters"))
        .otherwise(pl.lit("mixed text"))
    )


def _type_flaws(column: Column, given: pl.Series, values: pl.Series) -> list[tuple[str, pl.Series]]:
    unread = given.is_not_null() & values.is_null()
    if column.type in NUMBERS and given.dtype == pl.String and unread.any():
        return [(COMMA, unread & given.str.contains(WITH_COMMA)), *_flaws_of_type(column, given, values, unread)]
    return _flaws_of_type(column, given, values, unread)


def _flaws_of_type(
    column: Column, given: pl.Series, values: pl.Series, unread: pl.Series
) -> list[tuple[str, pl.Series]]:
    match column.type:
        case "instant" | "closing":
            return [("not an instant", unread)]
        case "number" | "latitude" | "longitude":
            return [("not a number", unread), ("not finite", ~values.is_finite()), *_range_flaws(column, values)]
        case "integer":
            return _integer_flaws(unread, _numbers(given))
        case "boolean":
            return [("not true or false", unread)]
        case "text" if column.choices:
            return [(f"not one of: {', '.join(column.choices)}", ~values.is_in(column.choices))]
        case "text" if column.is_key and given.dtype.is_float():
            return [(LOST, given.abs() >= _EXACT)]
        case "text" if column.is_key and given.dtype == pl.String:
            nothing = [(NOTHING, are_for_nothing(given))] if column.required else []
            lost = given.str.contains("E+", literal=True).any()
            return [*nothing, *([(LOST, has_lost_digits(given))] if lost else [])]
        case _:
            return []


def _range_flaws(column: Column, values: pl.Series) -> list[tuple[str, pl.Series]]:
    if column.type in _FARTHEST:
        return [("out of range", values.abs() > _FARTHEST[column.type])]
    if column.least is not None:
        return [("negative" if column.least == 0 else "out of range", values < column.least)]
    return []


def _integer_flaws(unread: pl.Series, numbers: pl.Series) -> list[tuple[str, pl.Series]]:
    return [
        ("not a number", unread & numbers.is_null()),
        ("not finite", unread & ~numbers.is_finite()),
        ("not a whole number", unread & (numbers.floor() != numbers)),
        ("out of range", unread),
    ]


def _numbers(given: pl.Series) -> pl.Series:
    return (given if given.dtype.is_numeric() else as_text(given)).cast(pl.Float64, strict=False)


def _integers(given: pl.Series) -> pl.Series:
    numbers = _numbers(given)
    whole = numbers.set((numbers.floor() != numbers) | (numbers.abs() >= _EXACT), None).cast(pl.Int64, strict=False)
    return as_text(given).cast(pl.Int64, strict=False).fill_null(whole)

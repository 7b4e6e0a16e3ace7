"""What sort of text a column holds, and how each is read: coaches, rows and seats here, keys of people in `documents`,
positions in `position_texts`.

A reader takes a column of text and gives its values, null where there are none, and the reason where that is a flaw.
A reason is a fixed text and never holds a value.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

import polars as pl

from tracing.intake.distinct import read_distinct
from tracing.intake.documents import SORTS as KEYS
from tracing.intake.documents import read_keys
from tracing.intake.profiles import seat_texts
from tracing.intake.profiles.names import normal_texts
from tracing.intake.profiles.nouns import Field
from tracing.intake.profiles.position_texts import of_degrees, of_two
from tracing.intake.values import COMMA, WITH_COMMA, Reader, as_text

NO_COMMA = "not a number with a decimal comma, as the profile states"


def numbers(factor: Fraction, decimal: str) -> Reader:
    """A reader of numbers that are given in a unit of that size, with that before their decimals."""

    def read(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        given = texts if texts.dtype.is_numeric() else _with_points(as_text(texts), decimal)
        found = given.cast(pl.Float64, strict=False)
        reasons = _reasons(texts, found, "not a number" if decimal == "." else NO_COMMA)
        if decimal == "." and texts.dtype == pl.String:
            reasons = reasons.set(texts.str.contains(WITH_COMMA) & reasons.is_not_null(), COMMA)
        # NumPy divides; polars multiplies by the inverse, which in one of four is off in the last place.
        exact = pl.Series(found.to_numpy() * factor.numerator / factor.denominator, dtype=pl.Float64)
        return exact.set(found.is_null(), None), reasons

    return read


def _with_points(texts: pl.Series, decimal: str) -> pl.Series:
    """Numbers with a decimal comma as they are read; a point in one of them may be of thousands, and none is read."""
    if decimal == ".":
        return texts
    return texts.set(texts.str.contains(".", literal=True), None).str.replace(",", ".", literal=True)


def reader_of(field: Field, mode: str | None = None) -> Reader:
    """How a field of some sort is read; one of no sort is taken as it stands. `mode`: of all tickets, where stated."""
    if field.sort == "phone":
        return partial(read_keys, sort=field.sort, region=field.region)
    read = SORTS[field.sort or "text"]
    if mode == "flight" and field.sort in ("row", "seat"):
        return lambda texts: read(seat_texts.row_first(as_text(texts)))
    return read


def mapped(meanings: Mapping[str, str]) -> Reader:
    """A reader of words that a profile gives a meaning; a word that it does not know is a flaw."""
    reason = "a word that the profile's values give no meaning"

    def read(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        values = normal_texts(texts).replace_strict(meanings, default=None, return_dtype=pl.String)
        return values, _reasons(texts, values, reason)

    return read


def _reasons(texts: pl.Series, values: pl.Series, reason: str) -> pl.Series:
    flawed = texts.is_not_null() & values.is_null()
    return pl.select(pl.when(flawed).then(pl.lit(reason))).to_series()


def _no_reasons(texts: pl.Series) -> pl.Series:
    return pl.repeat(None, len(texts), dtype=pl.String, eager=True)


def _coaches(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    values, _ = _of_a_seat(texts, seat_texts.coaches)
    return values, _reasons(texts, values, "not a coach such as 05车 or 5")


def _of_a_seat(texts: pl.Series, read: Callable[[pl.Series], pl.Series]) -> tuple[pl.Series, pl.Series]:
    """What the texts of seats say; null, and no flaw, in any other text: the ticket counts without it."""
    return read_distinct(texts, partial(_each, read))


def _each(read: Callable[[pl.Series], pl.Series], texts: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"text": texts, "found": read(texts), "reason": _no_reasons(texts)})


def _services(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    return seat_texts.alike(texts).str.strip_suffix("次"), _no_reasons(texts)


SORTS: Mapping[str, Reader] = {
    **{sort: partial(read_keys, sort=sort) for sort in KEYS},
    "service": _services,
    "coach": _coaches,
    "coach-of-seat": partial(_of_a_seat, read=seat_texts.coaches_of_seats),
    "row": partial(_of_a_seat, read=seat_texts.rows),
    "seat": partial(_of_a_seat, read=seat_texts.seats),
    "first-of-two": partial(of_two, number=1),
    "second-of-two": partial(of_two, number=2),
    "dms-latitude": partial(of_degrees, axis="latitude"),
    "dms-longitude": partial(of_degrees, axis="longitude"),
}
"""The sorts of text that a profile can name."""

MEANT_FOR = {
    "service": ("service",),
    "coach": ("coach",),
    "coach-of-seat": ("coach",),
    "row": ("row",),
    "seat": ("seat",),
    **dict.fromkeys(("first-of-two", "second-of-two"), ("latitude", "longitude")),
    "dms-latitude": ("latitude",),
    "dms-longitude": ("longitude",),
}
"""The columns that a sort is for; the sorts of keys are for any text."""

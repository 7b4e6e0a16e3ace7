"""What sort of text a column holds, and how each is read: coaches, rows and seats here, keys of people in `documents`.

A reader takes a column of text and gives its values, null where there are none, and the reason where that is a flaw.
A reason is a fixed text and never holds a value.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import polars as pl

from tracing.intake.documents import SORTS as KEYS
from tracing.intake.documents import read_keys
from tracing.intake.profiles.names import normal_texts
from tracing.intake.profiles.nouns import Field
from tracing.intake.values import COMMA, WITH_COMMA, Reader, as_text

NO_COMMA = "not a number with a decimal comma, as the profile states"

_TRADITIONAL = {"車": "车", "廂": "厢", "號": "号", "無": "无", "節": "节"}
_ADDED = r"(?:加挂|加车|增挂|增)([0-9])"
_COACH = r"第?(加?)0*([0-9]{1,2}|[A-Z])(?:号?车厢?|节)[/,、]?"
_DASHED = r"(?:(加?)0*([0-9]{1,2})-)"
_SEAT = r"第?0*([0-9]{1,2})(?:排|-)?([A-Z])(?:座位|号座?|座)?"
_NUMBER = r"0*([0-9]{1,3})(?:号座位|号座?|座位?|(?:号?([上中下])铺?))?"
_CLASS = r"(?:商务|特等|优选一等|一等|二等|高级|动|软|硬|新空调)+[座卧包]"
_COACH_ALONE = rf"^(?:{_COACH}(?:[0-9].*|无座位?|站票)?|(?:车厢?)?(加?)0*([0-9]{{1,2}}|[A-Z])(?:号|\.0)?)$"
_SEAT_ALONE = rf"^(?:{_COACH}|{_DASHED})?{_SEAT}$"
_NUMBER_ALONE = rf"^(?:{_COACH})?{_NUMBER}$"
_LETTER = r"^([A-Z])座?$"


def numbers(factor: Fraction, decimal: str) -> Reader:
    """A reader of numbers that are given in a unit of that size, with that before their decimals."""

    def read(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        given = texts if texts.dtype.is_numeric() else _with_points(as_text(texts), decimal)
        found = given.cast(pl.Float64, strict=False)
        reasons = _reasons(texts, found, "not a number" if decimal == "." else NO_COMMA)
        if decimal == "." and texts.dtype == pl.String:
            reasons = reasons.set(texts.str.contains(WITH_COMMA) & reasons.is_not_null(), COMMA)
        return found * factor.numerator / factor.denominator, reasons

    return read


def _with_points(texts: pl.Series, decimal: str) -> pl.Series:
    """Numbers with a decimal comma as they are read; a point in one of them may be of thousands, and none is read."""
    if decimal == ".":
        return texts
    return texts.set(texts.str.contains(".", literal=True), None).str.replace(",", ".", literal=True)


def reader_of(field: Field) -> Reader:
    """How a field of some sort is read; one of no sort is taken as it stands."""
    if field.sort == "phone":
        return partial(read_keys, sort=field.sort, region=field.region)
    return SORTS[field.sort or "text"]


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


def _alike(texts: pl.Series) -> pl.Series:
    return texts.str.normalize("NFKC").str.to_uppercase().str.replace_all(r"\s", "")


def _seats_alike(texts: pl.Series) -> pl.Series:
    """Texts made alike, without the class of the seat; 加1 for an added coach, in whatever words."""
    plain = _alike(texts).str.replace_many(_TRADITIONAL)
    return plain.str.replace_all(_CLASS, "").str.replace(_ADDED, "加$1")


def _coaches(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    parts = _groups(_seats_alike(texts), _COACH_ALONE, ("extra", "number", "bare_extra", "bare_number"))
    values = parts.select(pl.concat_str(pl.coalesce("extra", "bare_extra"), pl.coalesce("number", "bare_number")))
    return values.to_series(), _reasons(texts, values.to_series(), "not a coach such as 05车 or 5")


def _coaches_of_seats(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The coach that a seat's text begins with; null, and no flaw, where it names none."""
    given = _seats_alike(texts)
    parts = _groups(given, rf"^{_COACH}", ("extra", "number"))
    dashed = _groups(given, rf"^{_DASHED}{_SEAT}$", ("extra", "number", "row", "letter"))
    found, behind = (one.select(pl.concat_str("extra", "number")).to_series() for one in (parts, dashed))
    return found.fill_null(behind), _no_reasons(texts)


def _rows(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The row that stands before a seat's letter; null, and no flaw, in any other text: the coach counts without it.

    A number without a letter, as hard seats and berths have it, runs through the coach and is no row.
    """
    return _numbered(texts)["row"], _no_reasons(texts)


def _seats(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Rows with the letter of the seat, or the number or the letter alone; null, and no flaw, in any other text."""
    seats = _numbered(texts).select(pl.concat_str("row", "letter")).to_series()
    numbers = _groups(_seats_alike(texts), _NUMBER_ALONE, ("extra", "coach", "number", "berth"))
    numbers = numbers.select(pl.concat_str("number", "berth", ignore_nulls=True).replace("", None)).to_series()
    return seats.fill_null(numbers).fill_null(_seats_alike(texts).str.extract(_LETTER)), _no_reasons(texts)


def _numbered(texts: pl.Series) -> pl.DataFrame:
    return _groups(_seats_alike(texts), _SEAT_ALONE, ("extra", "coach", "dashed_extra", "dashed", "row", "letter"))


def _groups(texts: pl.Series, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    return texts.str.extract_groups(pattern).struct.rename_fields(names).struct.unnest()


def _services(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    return _alike(texts).str.strip_suffix("次"), _no_reasons(texts)


SORTS: Mapping[str, Reader] = {
    **{sort: partial(read_keys, sort=sort) for sort in KEYS},
    "service": _services,
    "coach": _coaches,
    "coach-of-seat": _coaches_of_seats,
    "row": _rows,
    "seat": _seats,
}
"""The sorts of text that a profile can name."""

MEANT_FOR = {
    "service": ("service",),
    "coach": ("coach",),
    "coach-of-seat": ("coach",),
    "row": ("row",),
    "seat": ("seat",),
}
"""The columns that a sort is for; the sorts of keys are for any text."""

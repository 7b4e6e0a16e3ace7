"""Seats as tickets write them: 05车12A号, 12A号05车, 05-12A, 0512A, Coach 5, Seat 12A -> coach, row and seat.

A row is a number with a letter behind it: the number of a hard seat or a berth runs through the coach. Where digits
could be parted in two ways (312D, 1 2A) nothing is read, nor of two seats (16A/16B); four digits with a letter behind
them can be parted in one way alone, as coaches and rows have two at most.
"""

from itertools import product
from typing import TypeVar

import polars as pl

_Texts = TypeVar("_Texts", pl.Series, pl.Expr)

_TRADITIONAL = {"車": "车", "廂": "厢", "號": "号", "無": "无", "節": "节"}
_DIGITS = ("", *"一二三四五六七八九")
_TENS = ("", "十", *(f"{digit}十" for digit in _DIGITS[2:]))
NUMERALS = {f"{tens}{ones}": str(at) for at, (tens, ones) in enumerate(product(_TENS, _DIGITS)) if at}
"""The Chinese numerals of 1 to 99."""

_COUNTED = {
    f"{numeral}{what}": f"{number}{what}" for numeral, number in NUMERALS.items() for what in ("车", "号", "节", "排")
}

_ADDED = r"(?:加挂|加车|增挂|增)([0-9])"
_COACH = r"第?(加?)0*([0-9]{1,2}|[A-Z])(?:号?车厢?|节)[/,、]?"
_DASHED = r"(?:(加?)0*([0-9]{1,2})[-/,、])"
_SEAT = r"第?0*([0-9]{1,2})(?:排|-)?([A-Z])(?:座位|号座?|座)?"
_NUMBER = r"0*([0-9]{1,3})(?:号座位|号座?|座位?|(?:号?([上中下])铺?))?"
_CLASS = r"(?:商务|特等|优选一等|一等|二等|高级|动|软|硬|新空调|头等|公务|超级经济|经济)+[座卧包舱]"
_STANDING = r"(?:无座位?|站票|STANDING|NOSEAT)"

_PARTED = r"\b([0-9]{2})\s+([0-9]{1,2}\s*[A-Z])"
_BROKEN = r"([0-9])\s+([0-9])"
_RUN_TOGETHER = r"^(0[1-9]|[1-9][0-9])(0?[0-9]{2}[A-Z](?:座位|号座?|座)?)$"
_SEAT_FIRST = (
    r"^(第?[0-9]{1,3}(?:排|-)?[A-Z](?:座位|号座?|座)?|[0-9]{1,3}(?:号座位|号座?|座位?|号?[上中下]铺?))"
    r"[/,、-]?(第?加?(?:[0-9]{1,2}|[A-Z])(?:号?车厢?|节))$"
)
_IN_ENGLISH = r"^(?:COACH|CARRIAGE|CAR|WAGON)(?:NO)?[-:.]?([0-9]{1,2}|[A-Z])(?:[-:,;/]?SEAT|[-:,;/]|$)"
_SEAT_IN_ENGLISH = r"^((?:[0-9]{1,2}|[A-Z])车)?(?:SEAT(?:NO)?|NO)[-:.]*([0-9])"

_COACH_ALONE = rf"^(?:{_COACH}(?:[0-9].*|{_STANDING})?|(?:车厢?)?(加?)0*([0-9]{{1,2}}|[A-Z])(?:号|\.0)?)$"
_SEAT_ALONE = rf"^(?:{_COACH}|{_DASHED})?{_SEAT}$"
_NUMBER_ALONE = rf"^(?:{_COACH})?{_NUMBER}$"
_NO_SEAT = rf"^(?:{_COACH})?{_STANDING}?$"
_LETTER = r"^([A-Z])座?$"
_LETTER_FIRST = r"^\s*([A-HJ-L])[ -]?0?([1-9][0-9]?)\s*$"


def alike(texts: _Texts) -> _Texts:
    """Texts with usual characters in upper case, without white space."""
    return _usual(texts).str.replace_all(r"\s", "")


def coaches(texts: pl.Series) -> pl.Series:
    """The coaches of texts that name nothing else, or a seat behind it; null where a text names none."""
    given = _seats_alike(texts).replace(NUMERALS)
    parts = _groups(given, _COACH_ALONE, ("extra", "number", "bare_extra", "bare_number"))
    found = pl.concat_str(pl.coalesce("extra", "bare_extra"), pl.coalesce("number", "bare_number"))
    return parts.select(found).to_series()


def coaches_of_seats(texts: pl.Series) -> pl.Series:
    """The coaches that the texts of seats name; null where one names none."""
    given = _seats_alike(texts)
    parts = _groups(given, rf"^{_COACH}", ("extra", "number"))
    dashed = _groups(given, rf"^{_DASHED}{_SEAT}$", ("extra", "number", "row", "letter"))
    found, behind = (one.select(pl.concat_str("extra", "number")).to_series() for one in (parts, dashed))
    return found.fill_null(behind)


def rows(texts: pl.Series) -> pl.Series:
    """The row that stands before a seat's letter; null in any other text."""
    return _numbered(texts)["row"]


def seats(texts: pl.Series) -> pl.Series:
    """Rows with the letter of the seat, or the number or the letter alone; null in any other text."""
    found = _numbered(texts).select(pl.concat_str("row", "letter")).to_series()
    numbers = _groups(_seats_alike(texts), _NUMBER_ALONE, ("extra", "coach", "number", "berth"))
    numbers = numbers.select(pl.concat_str("number", "berth", ignore_nulls=True).replace("", None)).to_series()
    return found.fill_null(numbers).fill_null(_seats_alike(texts).str.extract(_LETTER))


def row_first(texts: pl.Series) -> pl.Series:
    """Seats of flights, some of which have the letter first: A15 is 15A. Elsewhere A may be a coach, 15 its seat."""
    return _usual(texts).str.replace(_LETTER_FIRST, "$2$1")


def names_no_seat(texts: _Texts) -> _Texts:
    """Whether a text says that somebody stands, or names a coach and no more; null of null."""
    return _seats_alike(texts).str.contains(_NO_SEAT)


def _seats_alike(texts: _Texts) -> _Texts:
    """Texts made alike: the coach first, 加1 for an added one, without the class of the seat."""
    apart = _usual(texts).str.replace_all(_PARTED, "$1-$2").str.replace_all(_BROKEN, "${1}_$2")
    plain = apart.str.replace_all(r"\s", "").str.replace_many(_TRADITIONAL).str.replace_all(_CLASS, "")
    counted = plain.str.replace_many(_COUNTED, leftmost=True).str.replace(_ADDED, "加$1")
    worded = counted.str.replace(_IN_ENGLISH, "${1}车").str.replace(_SEAT_IN_ENGLISH, "$1$2")
    return worded.str.replace(_RUN_TOGETHER, "$1-$2").str.replace(_SEAT_FIRST, "$2$1")


def _usual(texts: _Texts) -> _Texts:
    return texts.str.normalize("NFKC").str.to_uppercase()


def _numbered(texts: pl.Series) -> pl.DataFrame:
    return _groups(_seats_alike(texts), _SEAT_ALONE, ("extra", "coach", "dashed_extra", "dashed", "row", "letter"))


def _groups(texts: pl.Series, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    return texts.str.extract_groups(pattern).struct.rename_fields(names).struct.unnest()

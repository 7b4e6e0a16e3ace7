"""Cells of a spreadsheet as a csv file would hold them: whole numbers without a point, dates and times in ISO form.

A number is a date by its cell's format alone, and a whole one has the zeros, and the letters before it, that its format
shows: 7 as V007 is V007, as it is in every other file. Serial days count from 1899-12-30, as Excel's first system
invents 1900-02-29 (serials before it are a day later than they say), or from 1904-01-01.
"""

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

NUMBER, DATE, TIME, ELAPSED = range(4)
"""What a cell's format shows: a number, a day, a time of day (with or without its day), or hours without end."""

_NO_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PADDED = re.compile(r'((?:"[^"]*"|\\.)*)(0{2,})')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_OF_FORMAT_NUMBER = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), DATE),
    **dict.fromkeys((18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 47, 55, 56), TIME),
    46: ELAPSED,
}
"""The formats that spreadsheets know by number alone, those of Chinese ones among them."""

_EXACT = 2**53
_SHOWN_DIGITS = 15
_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LAST_DAY = date(9999, 12, 31)
_LEAP_SERIAL = 60
_DAY_MS = 86_400_000


class Shape(NamedTuple):
    """How a cell's format shows a number: as what, and a whole one with what before it and how many digits at least."""

    sort: int = NUMBER
    before: str = ""
    digits: int = 0


@cache
def shape_of_format(number: int, codes: str | None) -> Shape:
    """By a format's codes or, where it has none, its number."""
    if codes is not None and (padded := _PADDED.fullmatch(codes.split(";")[0])):
        before = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(padded[1]))
        return Shape(NUMBER, before, len(padded[2]))
    return Shape(_sort_of_format(number, codes))


def as_shown(raw: str, shape: Shape, since_1904: bool) -> str | None:
    """A number as text, as its cell's format has it; None where it is none."""
    if shape.sort != NUMBER:
        return serial_text(raw, shape.sort, since_1904)
    text = number_text(raw)
    return shape.before + text.zfill(shape.digits) if shape.digits and text and text.isdigit() else text


def _sort_of_format(number: int, codes: str | None) -> int:
    """NUMBER, DATE, TIME or ELAPSED, by a format's codes or, where it has none, its number."""
    if codes is None:
        return _OF_FORMAT_NUMBER.get(number, NUMBER)
    first = _NO_CODES.sub("", codes.split(";")[0]).lower()
    if first in ("general", "standard", "@"):
        return NUMBER
    if "[" in first:
        return ELAPSED
    if any(code in first for code in "hs"):
        return TIME
    return DATE if any(code in first for code in "ymd") else NUMBER


def number_text(raw: str) -> str | None:
    """A number as text: the digits that are held; None where it is none.

    Past 2^53 not all of them are, and nobody knows which are lost: the text is in scientific notation, with the 15
    digits that a sheet shows.
    """
    if raw.isascii() and raw.isdigit():
        return raw.lstrip("0") or "0"
    try:
        value = float(raw)
    except ValueError:
        return None
    if not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < _EXACT else f"{value:.{_SHOWN_DIGITS - 1}E}"


def serial_text(raw: str, sort: int, since_1904: bool) -> str | None:
    """A serial day as text, to the millisecond; as a number where no day has it."""
    try:
        days = float(raw)
        milliseconds = round(days * _DAY_MS)
    except (ValueError, OverflowError):
        return number_text(raw)
    if milliseconds < 0:
        return number_text(raw)
    if sort == ELAPSED:
        return f"{milliseconds // 3_600_000}:{milliseconds // 60_000 % 60:02d}:{milliseconds // 1000 % 60:02d}"
    whole, rest = divmod(milliseconds, _DAY_MS)
    clock = (datetime.min + timedelta(milliseconds=rest)).time()
    shown = clock.isoformat("milliseconds" if rest % 1000 else "seconds")
    if whole == 0 and sort == TIME and not since_1904:
        return shown
    day = _day(whole, since_1904)
    if day is None:
        return number_text(raw)
    return day.isoformat() if rest == 0 and sort == DATE else f"{day.isoformat()}T{shown}"


def _day(serial: int, since_1904: bool) -> date | None:
    """The day of a serial number; None for those that no calendar has."""
    if serial > (_LAST_DAY - _DAYS[since_1904]).days or (serial in (0, _LEAP_SERIAL) and not since_1904):
        return None
    return _DAYS[since_1904] + timedelta(days=serial + (serial < _LEAP_SERIAL and not since_1904))

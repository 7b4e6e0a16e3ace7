"""The forms in which sources write an instant, one function a form: text -> local time or instant.

Every form but `iso` is read after full-width characters, letters of either case and white space are made alike.

form                read as                                                    time of day
iso                 ISO 8601, as SPEC's own form (`instants`)                  its own
slashes dots dashes 2021/8/9, 2021.8.9, 2021-8-9; year last or of two digits:  15:05, 15:05:06.5, 15时5分,
                    only by the order that is told                             150506; 下午3:05, 3.05 pm, 晚上8点半;
chinese             2021年8月9日, 21年8月9号                                     with or without an offset
months              9 Aug 2021, 09-Aug-21, August 9, 2021                      (`day_times`)
compact             20210809, 20210809150506, 20210809150506500                the digits behind, or as above
                                                                               次日6:30, 6:30(+1): the day after
epoch-seconds       seconds since 1970-01-01 UTC, with decimals or without     -
epoch-milliseconds  milliseconds since then                                    -
epoch-microseconds  microseconds since then, cut to milliseconds               -
excel-1900          days of a spreadsheet, 1 being 1900-01-01; its 29 February 1900 (60) is no day
excel-1904          the same of old Macintosh workbooks, 0 being 1904-01-01

Minutes and seconds have two digits, unless it is told that they may have one (`padded`). A weekday behind the day
(星期一, 周一) must be the day's. A whole serial and a day without a time are a date alone. A year of two digits lies in
2000 to 2099. A bare +1 behind a time may be an offset or a day, and is neither.
"""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from tracing.intake.day_times import CHINESE_PARTS, CLOCK, contrary, east, hour, is_next_day, time_of_day
from tracing.intake.instants import FIRST, LAST

ORDERS = ("year-month-day", "day-month-year", "month-day-year")
"""How a source writes a date of which the year does not stand first with four digits."""

Read = Callable[[pl.Series, str | None], pl.Series]
"""Texts made alike, and the order told -> one reading a text, null where the text has not the form.

A reading is a struct: local (Datetime ms; null where the order is not told, or there is no such time), east (distance
from UTC; null: the zone's), alone (a date without a time), next_day (24:00), unordered (what is missing is the order),
no_hour (it is none of its part of the day), no_weekday (it is not the day's).
"""

_GAP, _NO_GAP = r"(?:\s+|t)", r"\s*t?"
_PART = rf"\s*({'|'.join(CHINESE_PARTS)})"
_ZERO_HOUR = r"(^|[^零〇一二三四五六七八九十])[零〇]([时時点點])"
_UTC = r"([0-9])\s*(?:utc|gmt)\s*$"
_ONE_DIGIT = r":([0-9])([^0-9]|$)"
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = rf"\s*\(?(?:星期|礼拜|周)([{_WEEKDAYS}天])\)?\s*"

_SEPARATED = r"(?P<a>[0-9]{{4}}|[0-9]{{1,2}}){0}(?P<b>[0-9]{{1,2}}){0}(?P<c>[0-9]{{4}}|[0-9]{{1,2}})"
_CHINESE = r"(?P<a>[0-9]{4}|[0-9]{2})\s*年\s*(?P<b>[0-9]{1,2})\s*月\s*(?P<c>[0-9]{1,2})\s*[日号號]"
_COMPACT = r"(?P<a>[0-9]{4})(?P<b>[0-9]{2})(?P<c>[0-9]{2})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<m>{'|'.join(_MONTHS)})(?:r?uary|ch|il|e|y|ust|t|t?ember|ober)?\.?"
_DAY_FIRST = rf"^(?P<d>[0-9]{{1,2}})[\s/-]*{_MONTH}[\s/,-]*(?P<y>[0-9]{{4}}|[0-9]{{2}})\b"
_MONTH_FIRST = rf"^{_MONTH}\s*(?P<d>[0-9]{{1,2}}),?\s+(?P<y>[0-9]{{4}})\b"

_NUMBERS_OF_MONTHS = {name: str(number) for number, name in enumerate(_MONTHS, start=1)}
_NUMBERS_OF_WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS, start=1)}

_DAY_MS = 86_400_000
_SERIAL = r"^(?P<n>[0-9]{1,7})(?:(?P<f>\.[0-9]*)|(?:\.0*)?\s+0(?P<time>\.[0-9]+))?$"


def alike(texts: pl.Series) -> pl.Series:
    """Full-width characters as usual ones, lower case, no white space at the ends, one space before parts of the day
    such as 下午, and around a weekday; 零点 as 0点, UTC and GMT as Z."""
    plain = texts.str.normalize("NFKC").str.to_lowercase().str.replace(_WEEKDAY, " 周$1 ")
    plain = plain.str.replace(_ZERO_HOUR, "${1}0$2").str.replace(_UTC, "${1}z")
    return plain.str.replace(_PART, " $1").str.strip_chars()


def padded(plain: pl.Series) -> pl.Series:
    """Texts made alike, with a zero before minutes and seconds of one digit."""
    for _ in range(2):  # of two in turn, one pattern finds the first alone
        plain = plain.str.replace_all(_ONE_DIGIT, ":0$1$2")
    return plain


def _of_those(beginning: str, read: Read) -> Read:
    """The reader, asked about those texts alone that begin as all of its form do: a column is mostly of one form, and
    to read it as another costs many times what it takes to tell it from that.
    """

    def read_those(texts: pl.Series, order: str | None) -> pl.Series:
        those = texts.str.contains(beginning).fill_null(False)
        if those.all():
            return read(texts, order)
        place = (those.cum_sum().cast(pl.Int64) - 1).set(~those, None)
        return read(texts.filter(those), order).gather(place)

    return read_those


def _dated(day: str, gap: str, fixed: str | None = None) -> Read:
    """The reader of a day with or without a time behind it; `fixed`: the order that the form itself tells."""
    form = rf"^{day}(?:\s周(?P<weekday>.))?(?:{gap}{CLOCK})?$"

    def read(texts: pl.Series, order: str | None) -> pl.Series:
        parts = texts.str.extract_groups(form).struct.unnest()
        timed = parts.with_columns(hour=hour()).with_columns(time=time_of_day(pl.col("hour")))
        return timed.select(_reading(fixed or order)).to_series()

    return _of_those(f"^{day}", read)


def _with_months(read_numbers: Read) -> Read:
    """The reader of dates with the name of their month, by that of the same dates in numbers."""

    def read(texts: pl.Series, order: str | None) -> pl.Series:
        numbers = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
        for form in (_DAY_FIRST, _MONTH_FIRST):
            month = texts.str.extract_groups(form).struct.field("m").replace_strict(_NUMBERS_OF_MONTHS, default=None)
            behind = texts.str.replace(form, "/${d}")
            first = texts.str.extract_groups(form).struct.field("y") + "/" + month
            numbers = numbers.fill_null(first + behind)
        return read_numbers(numbers, ORDERS[0])

    return _of_those(rf"^(?:[0-9]{{1,2}}[\s/-]*)?(?:{'|'.join(_MONTHS)})", read)


def _reading(order: str | None) -> pl.Expr:
    fits = pl.col("a").is_not_null()
    told = _year_first() | _by_order(order)
    date = pl.when(told).then(_date(order))
    weekday = pl.col("weekday").replace("天", "日")
    another = (date.dt.weekday() != weekday.replace_strict(_NUMBERS_OF_WEEKDAYS, default=None)).fill_null(False)
    reading = pl.struct(
        local=pl.when(~another).then(date + pl.col("time")),
        east=east(),
        alone=pl.col("hour").is_null(),
        next_day=((pl.col("hour") == 24) | is_next_day()).fill_null(False),
        unordered=~told & pl.any_horizontal(_by_order(each) for each in ORDERS) & pl.col("time").is_not_null(),
        no_hour=contrary(),
        no_weekday=another,
    )
    return pl.when(fits).then(reading).otherwise(None)


def _year_first() -> pl.Expr:
    return (pl.col("a").str.len_bytes() == 4) & (pl.col("c").str.len_bytes() <= 2)


def _by_order(order: str | None) -> pl.Expr:
    """Whether the order says which of the three numbers is which."""
    if order is None:
        return pl.lit(False)
    first, last = pl.col("a").str.len_bytes(), pl.col("c").str.len_bytes()
    if order == ORDERS[0]:
        return (first == 2) & (last <= 2)
    return (first <= 2) & last.is_in([2, 4])


def _date(order: str | None) -> pl.Expr:
    """The day as local midnight; null where the calendar has none such."""
    places = {"day-month-year": "cba", "month-day-year": "cab"}.get(order, "abc")
    parts = []
    for usual, told, width in zip("abc", places, (4, 2, 2), strict=True):
        part = pl.when(_year_first()).then(pl.col(usual)).otherwise(pl.col(told))
        if width == 4:
            part = pl.when(part.str.len_bytes() == 2).then("20" + part).otherwise(part)
        parts.append(part.str.zfill(width))
    return pl.concat_str(parts, separator="-").str.to_datetime("%Y-%m-%d", time_unit="ms", strict=False)


def _epoch(unit_ms: int, to_the_ms: int = 1) -> Read:
    """The reader of a count of so many milliseconds each, or of which so many are one."""
    form = rf"^(-?)([0-9]{{1,{19 - len(str(unit_ms))}}})(?:\.([0-9]*))?$"  # what 64 bits hold as milliseconds

    def read(texts: pl.Series, order: str | None) -> pl.Series:
        parts = texts.str.extract_groups(form).struct.rename_fields(["-", "n", "f"])
        whole = pl.col("n").cast(pl.Int64)
        fraction = pl.col("f").str.head(3).str.pad_end(3, "0").cast(pl.Int64).fill_null(0) * unit_ms // 1000
        size = (whole * unit_ms + fraction) // to_the_ms
        since = pl.when(pl.col("-") == "-").then(-size).otherwise(size)
        return parts.struct.unnest().select(_absolute(since)).to_series()

    return _of_those(form, read)


def _absolute(since: pl.Expr) -> pl.Expr:
    at = since.cast(pl.Datetime("ms"))
    limits = (limit.replace(tzinfo=None) for limit in (FIRST, LAST))
    return pl.when(at.is_between(*limits)).then(
        _struct(at, pl.duration(milliseconds=pl.lit(0), time_unit="ms"), pl.lit(False))
    )


def _excel(origin: datetime, least: int, leap_day: int | None) -> Read:
    def read(texts: pl.Series, order: str | None) -> pl.Series:
        parts = texts.str.extract_groups(_SERIAL).struct.unnest()
        day = pl.col("n").cast(pl.Int64)
        fraction = pl.concat_str(pl.lit("0"), pl.coalesce("f", "time"), pl.lit("0")).cast(pl.Float64).fill_null(0)
        alone = pl.col("time").is_null() & (fraction == 0)
        # A workbook's calendar holds a 29 February 1900: the days before it are numbered one less.
        number = day if leap_day is None else pl.when(day < leap_day).then(day + 1).when(day != leap_day).then(day)
        at = pl.lit(origin).cast(pl.Datetime("ms")) + pl.duration(
            days=number, milliseconds=(fraction * _DAY_MS).round().cast(pl.Int64), time_unit="ms"
        )
        valid = (day >= least) & (at < datetime(9999, 12, 31, 23, 59, 59, 999_000))
        return parts.select(pl.when(valid).then(_struct(at, pl.lit(None), alone))).to_series()

    return _of_those(_SERIAL, read)


def _struct(local: pl.Expr, east: pl.Expr, alone: pl.Expr) -> pl.Expr:
    no = pl.lit(False)
    return pl.struct(
        local=local,
        east=east.cast(pl.Duration("ms")),
        alone=alone,
        next_day=no,
        unordered=no,
        no_hour=no,
        no_weekday=no,
    )


NUMBERS: dict[str, Read] = {
    "epoch-seconds": _epoch(1000),
    "epoch-milliseconds": _epoch(1),
    "epoch-microseconds": _epoch(1, 1000),
    "excel-1900": _excel(datetime(1899, 12, 30), 1, 60),
    "excel-1904": _excel(datetime(1904, 1, 1), 0, None),
}
"""The forms that are a count."""

_SLASHES = _dated(_SEPARATED.format("/"), _GAP)

FORMS: dict[str, Read] = {
    "slashes": _SLASHES,
    "dots": _dated(_SEPARATED.format(r"\."), _GAP),
    "dashes": _dated(_SEPARATED.format("-"), _GAP),
    "chinese": _dated(_CHINESE, _NO_GAP, ORDERS[0]),
    "months": _with_months(_SLASHES),
    "compact": _dated(_COMPACT, _NO_GAP, ORDERS[0]),
    **NUMBERS,
}
"""All forms but `iso`, by name."""

"""Times of day as sources write them behind a date: 15:05, 15时5分, 150506, 下午3:05, 3:05 pm, 晚上8点半, 次日6:30.

A word for a part of the day goes with the hours that people mean by it. Any other hour contradicts it (13:05 PM), or
is of no certain day (晚上12:00 ends the day for one and begins it for another): such a time is none. 上午12 and 12 AM
are the hour after midnight, as the systems write them. Of a 24-hour clock 下午15:05 is usual, and PM is not.

Minutes and seconds have two digits, or their word behind them: 20:1 may be what is left of 20:15.
"""

from typing import NamedTuple

import polars as pl


class _Part(NamedTuple):
    """A part of the day: the words for it, the hours that stand as they are, those of a 12-hour clock that are later by
    twelve, and whether its 12 is the hour after midnight."""

    words: tuple[str, ...]
    as_told: range
    later: range = range(0)
    from_midnight: bool = False


_PARTS = (
    _Part(("am",), range(12), from_midnight=True),
    _Part(("pm",), range(12, 13), range(1, 12)),
    _Part(("上午",), range(12), from_midnight=True),
    _Part(("凌晨",), range(7), from_midnight=True),
    _Part(("清晨", "清早", "早晨", "早上", "早间", "早"), range(12)),
    _Part(("中午", "正午"), range(11, 15), range(1, 3)),
    _Part(("下午", "午后"), range(12, 24), range(1, 12)),
    _Part(("傍晚",), range(16, 21), range(4, 9)),
    _Part(("晚上", "晚间", "夜晚", "夜间", "夜里", "晚"), range(17, 24), range(5, 12)),
    _Part(("深夜", "半夜", "午夜"), range(22, 24), range(10, 12)),
)

_HOURS = {
    f"{word}{told}": hour
    for part in _PARTS
    for word in part.words
    for told, hour in (
        *((told, told) for told in part.as_told),
        *((told, told + 12) for told in part.later),
        *((12, 0) for _ in range(part.from_midnight)),
    )
}
"""A word and the hour told with it -> the hour of the day."""

CHINESE_PARTS = tuple(word for part in _PARTS for word in part.words if not word.isascii())
"""The Chinese words for parts of the day."""

_HALF = rf"(?P<{{0}}>{'|'.join(CHINESE_PARTS)}|[ap]\.?m\.?)"
_COLONS = r"(?P<h1>[0-9]{1,2}):(?P<m1>[0-9]{2})(?::(?P<s1>[0-9]{2})(?:[.,](?P<f1>[0-9]+)|:(?P<f2>[0-9]{3}))?)?"
_MINUTES = r"(?:(?P<m2>[0-9]{1,2})分|(?P<m5>[0-9]{2}))(?:(?P<s2>[0-9]{1,2})秒|(?P<s5>[0-9]{2}))?"
_WORDS = rf"(?P<h2>[0-9]{{1,2}})[时時点點](?:{_MINUTES}|(?P<quarter>整|一刻|半|三刻))?"
_DIGITS = r"(?P<h3>[0-9]{2})(?P<m3>[0-9]{2})(?:(?P<s3>[0-9]{2})(?:(?P<f3>[0-9]{3})|\.(?P<f4>[0-9]+))?)?"
_DOTS = r"(?P<h4>[0-9]{1,2})(?:\.(?P<m4>[0-9]{2})(?:\.(?P<s4>[0-9]{2})(?:\.(?P<f5>[0-9]+))?)?)?"
_OFFSET = r"(?:\s*(?P<offset>z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))?"
_NEXT = r"(?:(?:当日|当天|(?P<next>次日|翌日|隔日|第二天))\s*)?"
_NEXT_BEHIND = r"(?:\s*(?P<plus>\(\+1\)天?|\+1天))?"
_TIME = rf"(?:{_COLONS}|{_WORDS}|{_DIGITS}|{_DOTS})(?:\s*{_HALF.format('after')})?{_NEXT_BEHIND}{_OFFSET}"

CLOCK = rf"{_NEXT}(?:{_HALF.format('before')}\s*)?{_TIME}"
"""The pattern of a time of day; the expressions below read its groups."""

_QUARTERS = {"整": "0", "一刻": "15", "半": "30", "三刻": "45"}
_NONE = 99


def hour() -> pl.Expr:
    """The hour of the day, 0 to 24; null where no time is given, 99 where it is none.

    An hour alone, or with a dot before its minutes, needs a part of the day, or seconds: it may be another number.
    """
    told = _number("h", 4).cast(pl.Int64)
    bare = pl.col("h4").is_not_null() & pl.col("s4").is_null() & _half().is_null()
    twice = pl.col("before").is_not_null() & pl.col("after").is_not_null()
    twice_next = is_next_day() & ((told == 24) | (pl.col("next").is_not_null() & pl.col("plus").is_not_null()))
    none = (told > 24) | bare | twice | twice_next | (_half().is_not_null() & _by_part(told).is_null())
    return pl.when(none.fill_null(False)).then(_NONE).when(_half().is_null()).then(told).otherwise(_by_part(told))


def contrary() -> pl.Expr:
    """Whether a time has an hour that its part of the day has not."""
    told = _number("h", 4).cast(pl.Int64)
    return (_half().is_not_null() & (told <= 24) & _by_part(told).is_null()).fill_null(False)


def time_of_day(hour: pl.Expr) -> pl.Expr:
    """The time since midnight by the clock, nothing for 24:00; null where there is none such."""
    hour = hour.fill_null(0)
    minute, second = (_number(part, 5).cast(pl.Int64).fill_null(0) for part in "ms")
    minute = pl.coalesce(pl.col("quarter").replace_strict(_QUARTERS, default=None).cast(pl.Int64), minute)
    fraction = _number("f", 5).str.slice(0, 3).str.pad_end(3, "0").cast(pl.Int64).fill_null(0)
    midnight = (hour == 24) & (minute == 0) & (second == 0) & (fraction == 0)
    valid = ((hour < 24) | midnight) & (minute < 60) & (second < 60)
    return pl.when(valid).then(
        pl.duration(hours=hour % 24, minutes=minute, seconds=second, milliseconds=fraction, time_unit="ms")
    )


def is_next_day() -> pl.Expr:
    """Whether a time is said to be of the day after."""
    return pl.col("next").is_not_null() | pl.col("plus").is_not_null()


def east() -> pl.Expr:
    """How far the written offset lies east of UTC; null without one."""
    digits = pl.col("offset").str.replace_all(r"[^0-9]", "").str.pad_end(4, "0")
    minutes = digits.str.head(2).cast(pl.Int64) * 60 + digits.str.tail(2).cast(pl.Int64)
    signed = pl.when(pl.col("offset").str.starts_with("-")).then(-minutes).otherwise(minutes)
    return pl.duration(minutes=signed, time_unit="ms")


def _number(part: str, forms: int) -> pl.Expr:
    return pl.coalesce(f"{part}{form}" for form in range(1, forms + 1))


def _half() -> pl.Expr:
    return pl.coalesce("before", "after").str.replace_all(".", "", literal=True)


def _by_part(told: pl.Expr) -> pl.Expr:
    """The hour of the day by its part of the day; null where that has no such hour."""
    return pl.concat_str(_half(), told).replace_strict(_HOURS, default=None, return_dtype=pl.Int64)

"""Texts that are no instants: words for none, what others lack, and the names of zones behind a time.

A name such as CST is that of several zones: it says no more than that the time is the clock's own, where the clock's
zone bears it at that instant, and nothing certain elsewhere. UTC and GMT are read as they stand, and UTC+8, GMT+08:00
and 北京时间 as the offsets that they are. A zone in brackets behind an offset, as Java writes it, must be one that
has this offset then.
"""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

from tracing.intake.english_stamps import weekday_behind
from tracing.intake.instants import by_value

NONE_YET = (
    *("-", "--", "---", "—", "——", "－", "－－", "/", "／", "\\", "无", "無", "暂无", "空"),
    *("null", "none", "nil", "n/a", "不详", "未知"),
    *("未离开", "未离场", "未出场", "未签退", "尚未离开", "尚未离场", "未离店", "未退房", "未登记"),
    *("0000-00-00", "0000-00-00 00:00:00", "0000/00/00", "0000/00/00 00:00:00", "0000/0/0 0:00:00"),
)
"""What stands where an instant may be and none is known; no calendar has the days of the last. A count of 0 and dates
of 1970 are not among them: a dead clock may have written them."""

ONE_DIGIT = "minutes or seconds of one digit: cut off, or written so (then the profile must say it: one_digit)"
NO_YEAR = "a day without its year: the file must hold the year"
NO_DAY = "a time of day without its day"
STRETCH = "could be a stretch of time (10:00-11:00) or a time with an offset: two columns, or seconds, would tell"
ZONE_NAME = "the name of a zone that is not the profile's then, and of which there may be several: state the zone"

_NAMED = r"(?i)([0-9])\s*\(?([a-z]{3,5})\)?\s*$"
_OFFSET = r"[+-][0-9]{2}:?[0-9]{2}\s*\(?[A-Za-z]+\)?\s*$"
_ZONED = r"(Z|[+-][0-9]{2}:?[0-9]{2})\s*\[([A-Za-z0-9/_+-]+)\]\s*$"
_UTC = ("UTC", "GMT")
_NAMED_OFFSET = r"(?i)utc|gmt|北京时间"
_UTC_BEFORE = r"(?i)([0-9分秒时])\s*[(（]?\s*(?:utc|gmt)\s*([+-])\s*"
_WRITTEN_OFFSETS = {
    rf"{_UTC_BEFORE}([0-9])(:[0-5][0-9])?\s*[)）]?\s*$": "$1${2}0$3$4",
    rf"{_UTC_BEFORE}([0-9]{{2}}(?::?[0-5][0-9])?)\s*[)）]?(?:\s*\([^()]*\))?\s*$": "$1$2$3",
    r"([0-9分秒时])\s*[(（]?北京时间[)）]?\s*$": "$1+08:00",
    r"^\s*[(（]?北京时间[)）]?\s*[:：]?\s*(.*[0-9分秒时])\s*$": "$1+08:00",
}
"""Offsets that bear a name, and how they are written without it; Peking's has been this one since 1991."""
_STRETCH = r"[0-9]\s+([0-9]{1,2}:[0-9]{2})\s*-\s*([0-9]{1,2}:[0-9]{2})$"
_LACKS = {
    ONE_DIGIT: r"[0-9]:[0-9](?:[^0-9]|$)|[时時点點分][0-9]$",
    NO_YEAR: r"^[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号號]|^[0-9]{1,2}[/-][0-9]{1,2}(?:\s+[0-9]{1,2}[:时時点點].*)?$",
    NO_DAY: r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$",
}


def lacking(plain: pl.Series) -> pl.Series:
    """Per text that is no instant what it lacks; null where that is not known. `plain`: made alike."""
    texts = pl.col("text")
    found = pl.coalesce(pl.when(texts.str.contains(form)).then(pl.lit(reason)) for reason, form in _LACKS.items())
    return pl.DataFrame({"text": plain}).select(found.alias("reason")).to_series()


def with_offsets(texts: pl.Series) -> pl.Series:
    """The texts with offsets in digits for those that bear a name, without zones in brackets behind offsets, and with a
    weekday that stands first behind its day.
    """
    texts = weekday_behind(texts)
    if texts.str.contains(_NAMED_OFFSET).any():
        for written, plain in _WRITTEN_OFFSETS.items():
            texts = texts.str.replace(written, plain)
    return texts.str.replace(_ZONED, "$1") if _have_zones(texts) else texts


def stretches(texts: pl.Series) -> pl.Series:
    """Whether a text may tell two times of one day, of which the later would be read as an offset west of UTC."""
    found = texts.str.contains(_STRETCH).fill_null(False)
    if found.any():
        begin, end = (texts.str.extract(_STRETCH, part).str.zfill(5) for part in (1, 2))
        found &= (begin < end).fill_null(False)
    return found


def zone_names(texts: pl.Series) -> pl.Series:
    """The name of a zone, in upper case, that stands behind a time without an offset; null in any other text."""
    names = texts.str.extract(_NAMED, 2).str.to_uppercase()
    return names.set((texts.str.contains(_OFFSET) | names.is_in(_UTC)).fill_null(False), None)


def without_names(texts: pl.Series, names: pl.Series) -> pl.Series:
    """The texts without their zones' names."""
    return texts.set(names.is_not_null(), None).fill_null(texts.str.replace(_NAMED, "$1"))


def misnamed(instants: pl.Series, names: pl.Series, zone: str) -> pl.Series:
    """Whether a name is not that of the zone at the instant; false without a name."""
    rules = ZoneInfo(zone)
    own = by_value(instants.set(names.is_null(), None), lambda at: at.astimezone(rules).tzname(), pl.String)
    return (own != names).fill_null(False)


def of_another_zone(instants: pl.Series, texts: pl.Series) -> pl.Series:
    """Whether a zone in brackets is none, or has not the offset before it at the instant; false without brackets."""
    if not _have_zones(texts):
        return pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)
    told = texts.str.extract_groups(_ZONED).struct.rename_fields(["offset", "zone"]).struct.unnest()
    offset = told["offset"].str.replace("Z", "+0000", literal=True).str.replace(":", "", literal=True)
    own = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    for zone in set(told["zone"].drop_nulls()) & available_timezones():
        there = instants.set((told["zone"] != zone).fill_null(True), None)
        own = own.fill_null(by_value(there, partial(_offset_at, ZoneInfo(zone)), pl.String))
    return instants.is_not_null() & told["zone"].is_not_null() & own.ne_missing(offset)


def _have_zones(texts: pl.Series) -> bool:
    """Whether any text may bear a zone in brackets: to look for one sign costs next to nothing."""
    return bool(texts.str.contains("[", literal=True).any())


def _offset_at(zone: ZoneInfo, instant: datetime) -> str:
    return f"{instant.astimezone(zone):%z}"

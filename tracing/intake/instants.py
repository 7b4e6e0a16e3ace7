"""Instants: ISO 8601 text, dates and datetimes -> Datetime("ms", "UTC"), null where there is no instant.

Read are calendar and week dates, extended or basic, alone or with a time of day after "T" or a space: hours,
minutes, seconds and a fraction of any length, which is cut to whole milliseconds; 24:00 is the next midnight.
Without an offset it is the zone's local time: of two the earlier, and one that the clock skipped with the offset
before the change. A date alone is the local midnight that begins the day, or with `closing` the one that ends it.
The years are 1 to 9999: registers write 9999-12-31 for "without end", which is the calendar's last millisecond where
the zone carries it past. What a zone carries back before the calendar's beginning is no instant.
Source: specification, "Records that come in".

The zone's rules are those of `zoneinfo` throughout: polars brings a table of its own, which may be of another year.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa

UTC_MS = pl.Datetime("ms", "UTC")

_LOCAL_MS = pl.Datetime("ms")
_FREQUENT_YEARS = (1900, 2200)
_FREQUENT_TIMES = (datetime(1900, 1, 1), datetime(2200, 12, 31, 23, 59, 59, 999000))
_STEADY_DAYS = 400
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
_OFFSET = r"Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4}-W[0-9]{2}-[1-7]|[0-9]{4}W[0-9]{2}[1-7]"
_CLOCK = (
    r"(?P<hour>[01][0-9]|2[0-4])"
    r"(?:(?P<colon>:?)(?P<minute>[0-5][0-9])(?:(?P=colon)(?P<second>[0-5][0-9])(?:[.,](?P<fraction>[0-9]+))?)?)?"
)
_BEGINNING = rf"^[\s\x1c-\x1f]*(?:{_DAY})"
"""Of every text that is an instant; most of a column in another form have none."""
_FORM = re.compile(rf"(?P<day>{_DAY})(?:[T ]{_CLOCK}(?P<offset>{_OFFSET})?)?")

_FREQUENT = (
    r"^(?:19[0-9]{2}|2[01][0-9]{2}|2200)-[0-9]{2}-[0-9]{2}[T ]"
    rf"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?(?:{_OFFSET})?$"
)
_SECONDS_END = 19


def to_instants(series: pl.Series, zone: str, closing: bool = False) -> pl.Series:
    """The instants of a column, row by row, whatever its type; `zone` is an IANA name."""
    match series.dtype:
        case pl.Datetime(time_zone=None):
            found = of_local(_in_range(series).dt.cast_time_unit("ms"), zone)
        case pl.Datetime():
            found = _in_range(series.dt.convert_time_zone("UTC")).dt.cast_time_unit("ms")
        case pl.Date:
            found = of_local(_in_range(series).cast(_LOCAL_MS), zone, days=int(closing))
        case _:
            found = _of_text(series.cast(pl.String, strict=False), zone, closing)
    return found.alias(series.name)


def instant(text: str, zone: str, closing: bool = False) -> datetime | None:
    """One instant in UTC, whole milliseconds; None where the text is none."""
    match = _FORM.fullmatch(text.strip())
    try:
        day = date.fromisoformat(match["day"]) if match else None
    except ValueError:
        return None
    if day is None:
        return None
    midnight = datetime.combine(day, time())
    if match["hour"] is None:
        return _utc(midnight, ZoneInfo(zone), timedelta(days=closing))
    clock = _clock(match)
    if clock > timedelta(days=1):
        return None
    return _utc(midnight, _fixed(match["offset"]) if match["offset"] else ZoneInfo(zone), clock)


def _clock(match: re.Match[str]) -> timedelta:
    """The time of day as the time since midnight by the clock."""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    milliseconds = int((match["fraction"] or "")[:3].ljust(3, "0"))
    return timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds)


def _fixed(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-east if offset[0] == "-" else east)


def _utc(local: datetime, zone: timezone | ZoneInfo, later: timedelta = timedelta()) -> datetime | None:
    """The instant of a local time and what is added to it by the clock: the calendar's last one beyond its end, and
    none before its beginning.
    """
    try:
        return (local + later).replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None if local.year == FIRST.year else LAST


def _in_range(series: pl.Series) -> pl.Series:
    return series.set(~series.dt.year().is_between(FIRST.year, LAST.year), None)


def _of_text(text: pl.Series, zone: str, closing: bool) -> pl.Series:
    """A column in one frequent form at once; else that form as columns, and all others by their distinct texts."""
    alike = _of_one_form(text, zone)
    if alike is not None:
        return alike
    frequent = _of_frequent(text, zone)
    rare = text.set((frequent.is_not_null() | ~text.str.contains(_BEGINNING)).fill_null(True), None)
    return frequent.fill_null(by_value(rare, lambda one: instant(one, zone, closing)))


def _of_one_form(text: pl.Series, zone: str) -> pl.Series | None:
    """Instants of texts that all have a time down to the second, all with an offset or all without; else None.

    Arrow, told by the first which of the two it is, reads no text that is not an instant here and none otherwise.
    """
    first = text.drop_nulls().head(1)
    if not first.str.contains(_FREQUENT).any() or text.str.len_bytes().min() < _SECONDS_END:
        return None
    zoned = first.str.contains(f"(?:{_OFFSET})$").any()
    try:
        found = pl.Series(text.to_arrow().cast(pa.timestamp("ms", "UTC" if zoned else None)))
    except pa.ArrowInvalid:
        return None
    if not found.dt.replace_time_zone(None).is_between(*_FREQUENT_TIMES).all():
        return None
    return found if zoned else of_local(found, zone)


def _of_frequent(text: pl.Series, zone: str) -> pl.Series:
    """Instants of texts with an extended date and a time down to the second; null for all others."""
    form = pl.col("text").str.contains(_FREQUENT)
    head, tail = pl.col("text").str.head(_SECONDS_END), pl.col("text").str.slice(_SECONDS_END)
    fraction = tail.str.extract("^[.,]([0-9]{1,3})").str.pad_end(3, "0").cast(pl.Int64)
    parts = pl.DataFrame({"text": text}).with_columns(text=pl.when(form).then("text"))
    parts = parts.select(
        clock=head.str.replace(" ", "T", literal=True)
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False)
        .add(pl.duration(milliseconds=fraction.fill_null(0), time_unit="ms")),
        offset=tail.str.extract(f"({_OFFSET})$"),
    )
    local = of_local(parts["clock"].set(parts["offset"].is_not_null(), None), zone)
    east = by_value(parts["offset"], lambda one: _fixed(one).utcoffset(None), pl.Duration("ms"))
    return (parts["clock"] - east).dt.replace_time_zone("UTC").fill_null(local)


def of_local(given: pl.Series, zone: str, days: int = 0) -> pl.Series:
    """Instants of local times, so many days on: all by one offset, else by the day's, else by their distinct values."""
    if given.null_count() == len(given):
        return given.dt.replace_time_zone("UTC")
    rules, later = ZoneInfo(zone), timedelta(days=days)
    steady = _steady_offset(given, rules, later)
    if steady is not None:
        return (given + (later - steady)).dt.replace_time_zone("UTC")
    clock = given.set(~given.dt.year().is_between(*_FREQUENT_YEARS), None).dt.offset_by(f"{days}d")
    rare = given.set(clock.is_not_null(), None)
    found = by_value(rare, lambda local: _utc(local, rules, later))
    east = by_value(clock.dt.date(), lambda day: _offset_of_day(day, rules), pl.Duration("ms"))
    quiet = (clock - east).dt.replace_time_zone("UTC")
    changing = clock.set(east.is_not_null(), None)
    return quiet.fill_null(by_value(changing, lambda local: _utc(local, rules))).fill_null(found)


def _steady_offset(given: pl.Series, rules: ZoneInfo, later: timedelta) -> timedelta | None:
    """The one offset of all the days that local times, not all of them null, span; None where it changes or they span
    too many."""
    if not given.is_between(*_FREQUENT_TIMES).all():
        return None
    first, last = given.min(), given.max()
    if last - first > timedelta(days=_STEADY_DAYS):
        return None
    begins, ends = (first + later).date(), (last + later).date()
    days = (begins + timedelta(days=number) for number in range((ends - begins).days + 1))
    offsets = {_offset_of_day(day, rules) for day in days}
    return offsets.pop() if len(offsets) == 1 else None


@lru_cache(maxsize=4_096)
def _offset_of_day(day: date, rules: ZoneInfo) -> timedelta | None:
    """The zone's offset on that local day; None where it changes."""
    midnight = datetime.combine(day, time(), rules)
    begins, ends = midnight.utcoffset(), (midnight + timedelta(days=1)).utcoffset()
    return begins if begins == ends else None


def by_value(series: pl.Series, read: Callable, dtype: pl.DataType = UTC_MS) -> pl.Series:
    """`read` of each distinct value that is not null, laid out as the series is."""
    distinct = series.drop_nulls().unique()
    results = pl.Series([read(value) for value in distinct], dtype=dtype)
    return series.replace_strict(distinct, results, default=None, return_dtype=dtype)

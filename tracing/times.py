"""Instants as whole milliseconds, and the local days of a zone.

A local time that occurs twice is read as the earlier, one that does not exist with the offset before the
change (specification, "Records that come in"): both are what `zoneinfo` does with `fold=0`.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

INSTANT = pl.Datetime("ms", "UTC")
EVER, WITHOUT_END = -(2**53), 2**53
"""Milliseconds that lie before and after every record."""

MINUTE = 60_000
HOUR = 60 * MINUTE


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970 of an aware instant; what lies below the millisecond is cut off."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """The aware UTC instant of milliseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def local_midnight(day: date, zone: str) -> int:
    """Milliseconds of the instant at which the local day begins."""
    return to_ms(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC))


def midnight_days_from(milliseconds: int, days: int, zone: str) -> int:
    """The local midnight that begins the day so many days after an instant's; the edge of the calendar beyond it."""
    try:
        return local_midnight(local_date(milliseconds, zone) + timedelta(days=days), zone)
    except OverflowError:
        return EVER if days < 0 else WITHOUT_END


def local_date(milliseconds: int, zone: str) -> date:
    """The local date on which an instant falls."""
    return from_ms(milliseconds).astimezone(ZoneInfo(zone)).date()


def local_days(first: int, last: int, zone: str) -> pl.DataFrame:
    """The local days that touch [first, last]: one row a day with `day_started_at`, `day_finished_at` (ms)."""
    day, end = local_date(first, zone) - timedelta(days=1), local_date(last, zone) + timedelta(days=2)
    midnights = []
    while day <= end:
        midnights.append(local_midnight(day, zone))
        day += timedelta(days=1)
    return pl.DataFrame({"day_started_at": midnights[:-1], "day_finished_at": midnights[1:]}, schema_overrides=DAY)


DAY = {"day_started_at": pl.Int64, "day_finished_at": pl.Int64}

FIRST_RECORDS = to_ms(datetime(1900, 1, 1, tzinfo=UTC))
"""No window begins before: a case with an onset in the year 1 is a slip of the pen, and days are counted one by one."""


def iso(instant: datetime, zone: str) -> str:
    """The instant in local time with offset and milliseconds, as every output writes it."""
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")

"""Instants as whole milliseconds, and the local days of a zone.

A local time that occurs twice is read as the earlier, one that does not exist with the offset before the
change (specification, "Records that come in"): both are what `zoneinfo` does with `fold=0`.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

INSTANT = pl.Datetime("ms", "UTC")
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


def iso(instant: datetime, zone: str) -> str:
    """The instant in local time with offset and milliseconds, as every output writes it."""
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")

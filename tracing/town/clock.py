"""The town's seconds as written instants, in the three ways sources write them.

The town keeps one offset, eight hours before UTC, all year: what `Asia/Shanghai` has had since 1992.
"""

from datetime import UTC, date, datetime

import polars as pl

OFFSET_S = 8 * 3_600


def at_offset(seconds: pl.Expr, first_day: date) -> pl.Expr:
    """Local time with its offset, as most sources write it."""
    return _text(seconds, first_day) + pl.lit("+08:00")


def in_utc(seconds: pl.Expr, first_day: date) -> pl.Expr:
    """UTC with a Z, as badge readers write it."""
    return _text(seconds - OFFSET_S, first_day) + pl.lit("Z")


def naive(seconds: pl.Expr, first_day: date) -> pl.Expr:
    """Local time without an offset, as a laboratory's list has it."""
    return _text(seconds, first_day)


def day(seconds: pl.Expr, first_day: date) -> pl.Expr:
    """The local date alone."""
    return _text(seconds, first_day).str.head(10)


def _text(seconds: pl.Expr, first_day: date) -> pl.Expr:
    midnight = int(datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC).timestamp())
    return pl.from_epoch(seconds + midnight, time_unit="s").dt.to_string("%Y-%m-%dT%H:%M:%S")

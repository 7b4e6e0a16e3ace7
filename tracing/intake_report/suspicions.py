"""What looks wrong about a file, by its account, the reasons of its rejects, and the hours that its rows fall in.

Asked when the report is told; it costs nothing that grows with the file's rows. What only the lines show is kept when
the file is read (`tracing.intake_report.observing`).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import polars as pl

from tracing.counted import counted
from tracing.intake.encodings import ENCODINGS
from tracing.intake.findings import Finding
from tracing.intake.impossible import EARLY, FUTURE
from tracing.ledger import Account
from tracing.model import KINDS

MANY_SHARE, MANY_ROWS = 0.1, 10
"""Rejects of one reason that are a tenth of all rows, and no fewer than ten, tell of the source and not of rows."""

TIMED = ("fixes", "checkins", "proximity", "tickets", "passages")
"""Kinds of which minutes count: a date alone is no evidence of a meeting."""

STEADY_DAYS, STEADY_ROWS = 3, 10
"""What has had rows on at least so many days, and on average so many rows, is missed where it has none: of ten that are
expected by chance none comes once in twenty thousand."""
MANY_TOLD = 5
CLOCKS_BEGIN = [date(1980, 1, 1), date(1980, 1, 6), date(2000, 1, 1)]
"""Where clocks begin that lost their time: those of disks, of satellite receivers and of small devices. Others begin
before 1980, of which no row is kept."""

FAR, FEW_SHARE = timedelta(days=300), 0.1
"""Rows that lie farther from the middle of a file's times are of a wrong year where they are few; where they are many
the file spans years."""

_UNDECODED = {f"not {encoding.shown}" for encoding in ENCODINGS.values()}


def of_account(account: Account, reading: dict | None) -> Iterator[Finding]:
    """What the counts of a file show; `reading`: its row of `readings`, None where it was not read by itself."""
    if account.status == "taken" and not account.rows_in:
        yield Finding("no-rows", 0, "the file holds no rows")
    if reading is None:
        return
    if reading["repeated"]:
        words = ("row was told before in the same file", "rows were told before in the same file")
        yield Finding("repeated-rows", reading["repeated"], counted(reading["repeated"], *words))
    if account.kind in TIMED and 1 < reading["instants"] == reading["at_midnight"]:
        yield Finding("midnight", reading["instants"], "all its times are midnight: the source may tell days only")


def of_rejects(account: Account, reasons: pl.DataFrame) -> Iterator[Finding]:
    """What the rejects show: `reasons` as `tracing.ledger.reasons` gives them."""
    for column, reason, rows in reasons.iter_rows():
        where = column or "the line"
        if reason == FUTURE:
            yield Finding("future", rows, f"{_lie(rows)} in the future by {where}: a clock, a zone or a date order")
        elif reason.startswith(EARLY):
            words = f"{_lie(rows)} before 1980 by {where}: a clock that lost its time, or a count in another unit"
            yield Finding("early", rows, words)
        elif reason in _UNDECODED:
            yield Finding("mixed-encodings", rows, _undecoded(rows, account, reason))
        elif rows >= max(MANY_ROWS, MANY_SHARE * account.rows_in):
            many = f"{counted(rows, 'row')} of {account.rows_in:,} are rejected"
            yield Finding("many-rejects", rows, f"{many} as {where}: {reason}")


def _undecoded(rows: int, account: Account, reason: str) -> str:
    told = counted(rows, "row is", "rows are")
    if rows < account.rows_in:
        return f"{told} not in the encoding of the others"
    return f"{told} {reason}, and no other is there: the profile must state the file's encoding (encoding)"


def of_times(kind: str | None, hours: pl.DataFrame, zone: str, came: datetime) -> Iterator[Finding]:
    """Rows of days on which clocks begin that lost their time, others far from most, and rows far ahead.

    By the kind's first instant, where that is one that no source precedes.

    hours   of one file
    came    when the file was brought
    """
    if kind is None or hours.is_empty() or KINDS[kind].first_instant not in KINDS[kind].moments:
        return
    here = pl.col("begins_at").dt.convert_time_zone(zone)
    begun = pl.any_horizontal(at.dt.date().is_in(CLOCKS_BEGIN) for at in (pl.col("begins_at"), here))
    yield from _of_lost_clocks(hours.filter(begun)["rows"].sum())
    yield from _far_from_most(hours.filter(~begun).sort("begins_at"))
    if ahead := hours.filter(pl.col("begins_at") > came + FAR)["rows"].sum():
        words = f"{_lie(ahead)} more than {FAR.days} days ahead: a wrong year, or a wrong date order"
        yield Finding("far-ahead", ahead, words)


def _of_lost_clocks(rows: int) -> Iterator[Finding]:
    if rows:
        days = ", ".join(day.isoformat() for day in CLOCKS_BEGIN)
        words = f"{counted(rows, 'row is', 'rows are')} of a day on which clocks begin that lost their time ({days})"
        yield Finding("lost-clock", rows, words)


def _far_from_most(hours: pl.DataFrame) -> Iterator[Finding]:
    middle = pl.col("begins_at").filter(pl.col("rows").cum_sum() * 2 >= pl.col("rows").sum()).first()
    far = hours.filter((pl.col("begins_at") - middle).abs() > FAR)["rows"].sum()
    if 0 < far <= FEW_SHARE * hours["rows"].sum():
        words = f"{_lie(far)} more than {FAR.days} days from the middle of all: a wrong year, or a lost clock"
        yield Finding("far-times", far, words)


def of_hours(kind: str | None, hours: pl.DataFrame, zone: str) -> Iterator[Finding]:
    """Days and hours without rows in a file that has many on all others: `hours` of one file."""
    if kind not in TIMED or hours.is_empty():
        return
    at = pl.col("at")
    local = hours.select(pl.col("begins_at").dt.convert_time_zone(zone).alias("at"), "rows").sort("at")
    by_day = local.group_by(at.dt.date(), maintain_order=True).agg(pl.col("rows").sum())
    if len(by_day) < STEADY_DAYS or by_day["rows"].mean() < STEADY_ROWS:
        return
    missing = _missing_days(by_day["at"])
    if missing:
        yield Finding("missing-days", None, f"it has no rows on {_told([day.isoformat() for day in missing])}")
    missed = _missing_hours(local, by_day["at"])
    if len(missed):
        words = _told([f"{begun:%Y-%m-%d %H:%M} to {ended:%H:%M}" for begun, ended in _stretches(missed)])
        yield Finding("missing-hours", None, f"it has no rows from {words}, and many at these hours on other days")


def _missing_days(days: pl.Series) -> list[date]:
    """The days within without rows; not those of a weekday that comes again and never has any, nor if they are many."""
    every = pl.date_range(days[0], days[-1], eager=True)
    missing, open_on = every.filter(~every.is_in(days.implode())), set(days.dt.weekday())
    often = Counter(every.dt.weekday())
    missed = [day for day in missing if day.isoweekday() in open_on or often[day.isoweekday()] == 1]
    return missed if len(missed) * STEADY_DAYS <= len(days) else []


def _missing_hours(local: pl.DataFrame, days: pl.Series) -> pl.Series:
    """The hours without rows, of days that have some, while the same hour of every other such day has many."""
    every = pl.datetime_range(local["at"][0], local["at"][-1], "1h", time_unit="ms", eager=True).alias("at").to_frame()
    known = every.join(local, on="at", how="left").filter(pl.col("at").dt.date().is_in(days.implode()))
    others = pl.col("rows").drop_nulls()
    steady = (others.len() >= STEADY_DAYS) & (others.len() == pl.len() - 1) & (others.min() >= STEADY_ROWS / 2)
    steady &= others.mean() >= STEADY_ROWS
    return known.filter(pl.col("rows").is_null(), steady.over(pl.col("at").dt.hour()))["at"]


def _stretches(hours: pl.Series) -> list[tuple]:
    """Hours that follow each other as one: when it begins, and when it ends."""
    new = (hours.diff() != timedelta(hours=1)).fill_null(True)
    grouped = pl.DataFrame({"at": hours, "one": new.cum_sum()}).group_by("one", maintain_order=True)
    ends = grouped.agg(pl.col("at").first().alias("begun"), pl.col("at").last().alias("last"))
    return [(begun, last + timedelta(hours=1)) for _, begun, last in ends.iter_rows()]


def _lie(rows: int) -> str:
    return counted(rows, "row lies", "rows lie")


def _told(words: list[str]) -> str:
    more = f" and {len(words) - MANY_TOLD} more" if len(words) > MANY_TOLD else ""
    return ", ".join(words[:MANY_TOLD]) + more

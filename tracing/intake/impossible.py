"""What cannot be true of a row although each of its cells can be read: reasons to reject it.

Only what is certain is one; what is merely odd is kept and told by the report (`tracing.intake_report.oddities`).
A reason is a fixed text without any value.
Source: specification, "Records that come in", for an end before its beginning and for 0/0; else as each constant says.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import polars as pl

from tracing.intake.values import Flaw
from tracing.model import Kind

TOLERANCE = timedelta(hours=1)
"""How far past the moment at which its file came an observation may lie: clocks are off by minutes."""

FUTURE = "in the future"
"""The reason of one that lies farther: of all reasons the only one that time takes away."""

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""No source of today tells of anything before it: the satellites' time and that of most devices begins in 1980."""

EARLY = "before 1980"

BEFORE = "before its beginning"

LONGEST = timedelta(days=300)
"""Longer goes no journey and no badge record: the longest voyage sold on one ticket took 274 nights (from memory)."""

TOO_LONG = f"longer than {LONGEST.days} days"

NOWHERE = "0, and so is the longitude"


def impossible(kind: Kind, values: pl.DataFrame, now: datetime | None) -> Iterator[Flaw]:
    """What can be wrong with rows of typed values, the first to be told first.

    now     when their file came; None: an observation may be of any time
    """
    for name in kind.moments:
        yield name, EARLY, values[name] < EARLIEST
    for begin, end in kind.spans:
        yield end, BEFORE, values[end] < values[begin]
    if "latitude" in kind.names:
        yield "latitude", NOWHERE, (values["latitude"] == 0) & (values["longitude"] == 0)
    if kind.name == "tickets":
        yield "arrives_at", TOO_LONG, values["arrives_at"] - values["departs_at"] > LONGEST
    if now is not None:
        yield from ((name, FUTURE, values[name] > now + TOLERANCE) for name in kind.observed)
    if kind.name == "proximity":
        yield from _of_badges(values, now)


def _of_badges(values: pl.DataFrame, now: datetime | None) -> Iterator[Flaw]:
    seconds = values["duration_s"]
    yield "duration_s", TOO_LONG, seconds > LONGEST.total_seconds()
    if now is not None:
        left = pl.Series([now + TOLERANCE]) - values["observed_at"]
        yield "duration_s", FUTURE, seconds > left.dt.total_milliseconds() / 1000

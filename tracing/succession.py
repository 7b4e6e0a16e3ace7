"""Entries that follow each other: each bears an instant later than the one before it, whatever the clock does."""

from datetime import datetime, timedelta
from pathlib import Path

from tracing.errors import ClockWentBack

_SLACK = timedelta(minutes=1)
"""Clocks are set right by seconds all the time."""


def following(latest: datetime | None, now: datetime, kept_in: Path) -> datetime:
    """The instant of the next entry: now, or a millisecond after the latest one.

    Errors: ClockWentBack where that one lies more than a minute ahead.
    """
    if latest is None:
        return now
    if now < latest - _SLACK:
        minutes = -((now - latest) // timedelta(minutes=1))
        raise ClockWentBack(f"{kept_in}: the clock is {minutes:,} minutes behind the latest entry: set it")
    return max(now, latest + timedelta(milliseconds=1))

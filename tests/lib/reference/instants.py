"""Instants and local days (specification, section 2): text to whole milliseconds UTC and back to dates."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
MINUTE = 60_000
HOUR = 60 * MINUTE
ISO_8601 = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"([T ](?P<hour>\d{2}):(?P<minute>\d{2})(:(?P<second>\d{2})([.,](?P<fraction>\d+))?)?"
    r"(?P<offset>Z|[+-]\d{2}(:?\d{2})?)?)?"
)


def read_instant(text: str, zone: tzinfo, closes_window: bool = False) -> int:
    """Milliseconds UTC of an ISO 8601 text (section 2); a date alone is its day's beginning, or its end.

    Raises ValueError for a text that is no instant.
    """
    parts = ISO_8601.fullmatch(text)
    if parts is None:
        raise ValueError("not an instant")
    day = date.fromisoformat(parts["date"])
    if parts["hour"] is None:
        return midnight(day + timedelta(days=1) if closes_window else day, zone)
    milliseconds = int((parts["fraction"] or "").ljust(3, "0")[:3])
    wall = datetime(
        day.year, day.month, day.day, int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    ) + timedelta(milliseconds=milliseconds)
    return milliseconds_of(wall.replace(tzinfo=read_offset(parts["offset"]) if parts["offset"] else zone))


def read_offset(text: str) -> tzinfo:
    """The zone of an offset such as Z, +08, +0800 or -05:30."""
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def milliseconds_of(moment: datetime) -> int:
    """Milliseconds UTC of an aware time.

    With fold 0, Python reads a local time that occurs twice as the earlier one and a missing one with the offset
    before the change, which is what section 2 asks for.
    """
    return (moment - EPOCH) // MILLISECOND


def midnight(day: date, zone: tzinfo) -> int:
    """The beginning of a local calendar day."""
    return milliseconds_of(datetime(day.year, day.month, day.day, tzinfo=zone))


def local_date(instant: int, zone: tzinfo) -> date:
    """The local calendar day an instant falls in."""
    return (EPOCH + instant * MILLISECOND).astimezone(zone).date()

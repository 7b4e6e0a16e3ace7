"""The columns of one instant where its day and its time of day stand apart: which of them belong together."""

from collections.abc import Sequence

from tracing.intake.profiles.likeness import likeness
from tracing.intake.profiles.looks import Doubt, Sample, are_day_and_time
from tracing.intake.profiles.vocabulary import WORDS
from tracing.model import Column, Kind

INSTANTS = ("instant", "closing")


def instant(kind: Kind, column: Column, header: str, sample: Sample) -> tuple[object, list[Doubt]]:
    """The field of an instant that a header was taken for, and what is unsure of it.

    A time of day takes the day of its own name, else the one the file has; a day takes the time of its own name,
    else one that no other instant has. A day can serve several instants, a time one.
    """
    days = [other for other in sample.headers if are_day_and_time(sample[other], sample[header])]
    if days:
        own = _own(kind, column, days)
        return _joined(kind, column, (own or days)[0], header, sample, bool(own))
    unused = (other for other in sample.headers if other not in sample.used)
    times = [other for other in unused if are_day_and_time(sample[header], sample[other])]
    own = _own(kind, column, times)
    free = [other for other in times if _owner(kind, other) is None]
    if own or len(free) == 1:
        return _joined(kind, column, header, (own or free)[0], sample, True)
    return header, []


def _joined(kind: Kind, column: Column, day: str, time: str, sample: Sample, own: bool) -> tuple[object, list[Doubt]]:
    """A day and a time; `own`: the day is told of this instant. An end on the day of its beginning is a doubt."""
    sample.used |= {day, time}
    field = {"date": day, "time": time}
    if own or column.name not in {end for _, end in kind.spans}:
        return field, []
    words = f"{time} has no day of its own and is taken to be on {day}: what is after midnight is a day too early"
    return field, [Doubt(f"columns.{column.name}", words)]


def _own(kind: Kind, column: Column, headers: Sequence[str]) -> list[str]:
    return [header for header in headers if _owner(kind, header) == column.name]


def _owner(kind: Kind, header: str) -> str | None:
    """The instant of a kind whose words a header holds, best."""
    words = WORDS.get(kind.name, {})
    names = [column.name for column in kind.columns if column.type in INSTANTS and column.name in words]
    match = {name: likeness(header, words[name]) for name in names}
    best = max(match, key=lambda name: match[name], default=None)
    return best if best and match[best] else None

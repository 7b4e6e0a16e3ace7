"""Special cases in how the files of a world say instants."""

import re
from collections.abc import Iterator
from datetime import timedelta

from tests.lib.reference.instants import EPOCH, HOUR, MILLISECOND, read_instant
from tests.lib.worlds.seen import Seen, special

INSTANTS = (
    *("observed_at", "checked_in_at", "checked_out_at", "departs_at", "arrives_at", "passed_at", "from_at", "until_at"),
    *("onset_at", "sampled_at", "confirmed_at", "isolated_at"),
)
REFERENCES = ("onset_at", "sampled_at", "confirmed_at")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
WALL = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
OFFSET = re.compile(r".+T.+(Z|[+-]\d\d:\d\d)")


def says(seen: Seen, columns: tuple[str, ...], form: re.Pattern) -> bool:
    return any(form.fullmatch(text) for text in seen.texts(*columns))


def wall_times(seen: Seen) -> Iterator[tuple[str, int]]:
    """The instants said without an offset, each with what it is read as."""
    for text in seen.texts(*INSTANTS):
        try:
            moment = read_instant(text, seen.zone)
        except ValueError:
            continue
        if WALL.fullmatch(text):
            yield text, moment


def on_the_clock(seen: Seen, moment: int) -> str:
    """What the local clock shows, to the minute."""
    return (EPOCH + moment * MILLISECOND).astimezone(seen.zone).isoformat()[:16]


@special
def reference_date_alone(seen: Seen) -> bool:
    return says(seen, REFERENCES, DATE)


@special
def check_in_date_alone(seen: Seen) -> bool:
    return says(seen, ("checked_in_at",), DATE)


@special
def isolated_at_date_alone(seen: Seen) -> bool:
    return says(seen, ("isolated_at",), DATE)


@special
def until_at_date_alone(seen: Seen) -> bool:
    return says(seen, ("until_at",), DATE)


@special
def isolation_from_date_alone(seen: Seen) -> bool:
    return any(DATE.fullmatch(row.get("from_at", "")) for row in seen.world.files["isolations"])


@special
def as_of_date_alone(seen: Seen) -> bool:
    return DATE.fullmatch(seen.world.as_of) is not None


@special
def local_and_offset_times(seen: Seen) -> bool:
    return says(seen, INSTANTS, WALL) and says(seen, INSTANTS, OFFSET)


@special
def digits_beyond_the_millisecond(seen: Seen) -> bool:
    return says(seen, INSTANTS, re.compile(r".*\.\d{4,}.*"))


@special
def odd_milliseconds(seen: Seen) -> bool:
    return says(seen, INSTANTS, re.compile(r".*\.(?!000)\d{3}.*"))


@special
def time_that_occurs_twice(seen: Seen) -> bool:
    """The clock shows the same again an hour later."""
    return any(on_the_clock(seen, moment) == on_the_clock(seen, moment + HOUR) for _, moment in wall_times(seen))


@special
def time_that_does_not_exist(seen: Seen) -> bool:
    """Read with the offset before the change, the clock shows something else."""
    return any(on_the_clock(seen, moment) != text[:16] for text, moment in wall_times(seen))


@special
def clock_change(seen: Seen) -> bool:
    """A window or a stay lies across a change of the clock."""
    episodes = [episode for one in seen.answer.exposures for episode in one["episodes"]]
    stretches = [stretch for stretches in seen.answer.windows.values() for stretch in stretches]
    return any(offset(seen, start) != offset(seen, end) for start, end in episodes + stretches)


def offset(seen: Seen, moment: int) -> timedelta:
    return (EPOCH + moment * MILLISECOND).astimezone(seen.zone).utcoffset()

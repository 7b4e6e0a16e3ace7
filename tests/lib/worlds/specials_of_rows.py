"""Special cases that stand in the rows: how files say things, what is unknown, which times meet."""

import re
from itertools import combinations, pairwise

from tests.lib.reference.instants import MINUTE, read_instant
from tests.lib.reference.periods import reference_of
from tests.lib.reference.records import COLUMNS, KEYS, instant
from tests.lib.worlds.seen import Seen, special

INSTANTS = {column for columns in COLUMNS.values() for column, reader in columns.items() if reader is instant}
INSTANTS |= {"from_at", "until_at", "isolated_at"}
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def wall_times(seen: Seen) -> list[str]:
    """The instants said without an offset."""
    return [text for text in seen.texts(*INSTANTS) if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", text)]


@special
def date_alone(seen):
    return any(DATE.fullmatch(text) for text in seen.texts("onset_at", "sampled_at", "confirmed_at", "checked_in_at"))


@special
def date_alone_closes_a_window(seen):
    return any(DATE.fullmatch(text) for text in seen.texts("isolated_at", "until_at"))


@special
def isolation_from_a_date_alone(seen):
    return any(DATE.fullmatch(row.get("from_at", "")) for row in seen.world.files["isolations"])


@special
def as_of_a_date_alone(seen):
    return DATE.fullmatch(seen.world.as_of) is not None


@special
def local_and_offset_times(seen):
    return bool(wall_times(seen)) and any(re.search(r"T.*(Z|[+-]\d\d:\d\d)$", text) for text in seen.texts(*INSTANTS))


@special
def digits_beyond_the_millisecond(seen):
    return any(re.search(r"\.\d{4,}", text) for text in seen.texts(*INSTANTS))


@special
def odd_milliseconds(seen):
    return any(re.search(r"\.(?!000)\d{3}", text) for text in seen.texts(*INSTANTS))


@special
def time_that_occurs_twice(seen):
    earlier = [read_instant(text, seen.zone) for text in wall_times(seen)]
    return any(changes(seen, moment) == "back" for moment in earlier)


@special
def time_that_does_not_exist(seen):
    """Read with the offset before the change, such a time comes out an hour later on the clock."""
    for text in wall_times(seen):
        try:
            moment = read_instant(text, seen.zone)
        except ValueError:
            continue
        if local(seen, moment)[:16] != text[:16]:
            return True
    return False


def local(seen: Seen, moment: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(seen.zone).isoformat()


def changes(seen: Seen, moment: int) -> str:
    """`back` where the same wall time comes again an hour later."""
    return "back" if local(seen, moment)[:19] == local(seen, moment + 60 * MINUTE)[:19] else ""

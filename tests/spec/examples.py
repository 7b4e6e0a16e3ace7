"""One example of the manual: records and a definition in, lines or infectious periods out, all as text.

Only the columns an expected table names are compared, but all its lines and their order are. Times without an offset
are local times of the example's zone. An infectious period without start and end is an empty one.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.lib.tables import Row, read_table, read_tables

HEAD = """
id = "example"
title = "An example"
valid_from = 2020-01-01
source = "made up for the manual"
"""
INSTANTS = ("first_contact_at", "last_contact_at", "start", "end")
SETS = ("via", "rules", "places")


@dataclass(frozen=True)
class Example:
    """What goes in and what must come out; `None` leaves lines or windows unchecked."""

    records: str
    definition: str
    lines: str | None = None
    windows: str | None = None
    as_of: str = "2021-09-01T00:00"
    timezone: str = "Asia/Shanghai"

    def check(self, engine: Callable) -> None:
        """Asks the engine and compares."""
        answer = engine(read_tables(self.records), tomllib.loads(HEAD + self.definition), self.as_of, self.timezone)
        if self.lines is not None:
            expected = read_table(self.lines)
            assert self.told(answer.lines, expected) == self.meant(expected)
        if self.windows is not None:
            expected = read_table(self.windows)
            assert self.told(stretches(answer.windows), expected) == self.meant(expected)

    def meant(self, expected: list[Row]) -> list[Row]:
        """The expected rows with their instants in UTC."""
        return [{column: self.in_utc(column, text) for column, text in row.items()} for row in expected]

    def in_utc(self, column: str, text: str) -> str:
        if column not in INSTANTS or not text:
            return text
        local = datetime.fromisoformat(text)
        return utc(local if local.tzinfo else local.replace(tzinfo=ZoneInfo(self.timezone)))

    def told(self, rows: list[dict], expected: list[Row]) -> list[Row]:
        """The engine's rows as text, in the columns that are expected (those of a first row where none are)."""
        columns = expected[0] if expected else ("case_id", "person_id", "tier")
        return [{column: as_text(column, row[column]) for column in columns} for row in rows]


def stretches(windows: dict[str, list[tuple[int, int]]]) -> list[dict]:
    """The infectious periods as rows, an empty one with neither start nor end."""
    return [
        {"case_id": case, "start": start, "end": end}
        for case in sorted(windows)
        for start, end in windows[case] or [(None, None)]
    ]


def as_text(column: str, value: object) -> str:
    """A value of an answer as the manual writes it: two decimals, sets joined by `;`, nothing for unknown."""
    if value is None:
        return ""
    if column in INSTANTS:
        return utc(datetime.fromisoformat("1970-01-01T00:00Z") + timedelta(milliseconds=value))
    if column in SETS:
        return ";".join(value)
    return f"{value:.2f}" if column in ("minutes", "closest_m") else str(value)


def utc(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds")

"""A world looked at: its rows as read, and its answer, for naming the special cases it holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from zoneinfo import ZoneInfo

from tests.lib.reference import Answer, screen
from tests.lib.reference.instants import read_instant
from tests.lib.reference.records import Record, Records, read_records
from tests.lib.worlds.draw import World

Line = tuple[str, str]
"""A line of a list by its case and its person."""


@dataclass(frozen=True)
class Seen:
    """A world with what the reference reads in it and answers to it."""

    world: World
    asked: dict[str, set[Line]] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.world.timezone)

    @cached_property
    def as_of(self) -> int:
        return read_instant(self.world.as_of, self.zone, closes_window=True)

    @cached_property
    def records(self) -> Records:
        return read_records(self.world.files, self.zone)

    @cached_property
    def answer(self) -> Answer:
        return screen(self.world.files, self.world.definition, self.world.as_of, self.world.timezone)

    @cached_property
    def listed(self) -> set[Line]:
        return lines_of(self.answer)

    def listed_with(self, other: dict) -> set[Line]:
        """Who would be on whose list if another rule stood in the place of the one of its id; asked once."""
        if repr(other) not in self.asked:
            rules = [other if rule["id"] == other["id"] else rule for rule in self.world.definition["rule"]]
            definition = self.world.definition | {"rule": rules}
            answer = screen(self.world.files, definition, self.world.as_of, self.world.timezone)
            self.asked[repr(other)] = lines_of(answer)
        return self.asked[repr(other)]

    def kept(self, kind: str) -> list[Record]:
        return self.records.kept[kind]

    def texts(self, *columns: str) -> Iterator[str]:
        """What the files say in these columns, unknown left out."""
        for rows in self.world.files.values():
            for row in rows:
                yield from (row[column] for column in columns if row.get(column))

    def rules(self, evidence: str) -> list[dict]:
        return [rule for rule in self.world.definition["rule"] if rule["evidence"] == evidence]

    def tracks(self) -> dict[str, list[Record]]:
        """The fixes of each person in time order."""
        tracks: dict[str, list[Record]] = {}
        for fix in sorted(self.kept("fixes"), key=lambda fix: fix["observed_at"]):
            tracks.setdefault(fix["person_id"], []).append(fix)
        return tracks

    def stays(self) -> Iterator[tuple[Record, Record]]:
        """Every two closed check-ins of different people at one place, the earlier first."""
        closed = [row for row in self.kept("checkins") if row["checked_out_at"] is not None]
        for one, other in combinations(sorted(closed, key=lambda row: row["checked_in_at"]), 2):
            if one["place_id"] == other["place_id"] and one["person_id"] != other["person_id"]:
                yield one, other


def lines_of(answer: Answer) -> set[Line]:
    """Who is on whose list."""
    return {(line["case_id"], line["person_id"]) for line in answer.lines}


Special = Callable[[Seen], bool]
SPECIALS: dict[str, Special] = {}


def special(holds: Special) -> Special:
    """Keeps a predicate under its own name."""
    SPECIALS[holds.__name__] = holds
    return holds

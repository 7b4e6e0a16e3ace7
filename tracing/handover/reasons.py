"""Why a line changed since its list was last handed over: one sentence, from what stood then and what stands now.

For who was withdrawn or lowered, what fell away. The first of these that holds is the whole answer:

the case is no confirmed case any more, or that of another person; the person is told as another, with whom she was
joined; she is a case herself; the infectious period is empty

Otherwise, for every exposure she was listed for that is none any more, what by itself takes it under its rule's
threshold, each of these that does; where only several together do, all of them, each with its part:

the close contact by way of whom she was listed is none any more, and why (one step)
the definition has no such rule any more, or it asks for more or for something else
records that it rests on were taken back with their file, or are those of somebody who was parted from the person
positions that it rests on cannot be right, by what other files tell since: a filter marked them
the window of the source moved, so that time together lies outside it
a record that came since says otherwise

Where none of them does, what came nearest by the records, as `explain` tells it. For who is new, raised or extended,
the exposures that are, and by whose records where these count for her since; for who is extended, the follow-up of
another definition, each where it moved the date; for who is new once more, that she was withdrawn; for who is followed
up for less long, the day of the last contact now and then, what fell away, and the definition's days. Source:
specification, "What goes out".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from tracing.changes import EXTENDED, LOWERED, NEW, RAISED, UNCHANGED, WITHDRAWN
from tracing.definitions import TIERS
from tracing.handover import reason_words as words
from tracing.handover.corrections import History
from tracing.handover.joins import Joins
from tracing.handover.losses import Loss
from tracing.handover.states import Exposure, Line, Now, Recorded, State
from tracing.times import local_date, to_ms

_KEY = itemgetter("source_id", "hop", "rule", "tier")
MOST_SEARCHED = 500
"""How often the records are searched for one hand-over, for what came since or what came nearest: some 0.05 s each."""


@dataclass
class Reasons:
    """Says why lines of one case's list changed.

    then        the list last handed over; None before the first
    recorded    None where the store was not asked: then nothing is told of files and records
    called      pseudonym -> what to call her; who is not in it is called by the pseudonym
    joins       who was one person with whom then, and is now
    withdrawn_before    person -> the number of the last hand-over with her on the list, and of that which withdrew her
    """

    case_id: str
    now: Now
    then: State | None
    joins: Joins = field(default_factory=Joins)
    recorded: Recorded | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    withdrawn_before: Callable[[], Mapping[str, tuple[int, int]]] = dict
    searched: int = 0

    def why(self, line: Line) -> str:
        """One sentence for a line with its `change`; nothing where it is no news."""
        person, change = line["person_id"], line["change"]
        return "; ".join(self._told(person, change))

    def _told(self, person: str, change: str) -> Iterable[str]:
        if change in (WITHDRAWN, LOWERED):
            return self._fell(person, change)
        if change == EXTENDED:
            return self._prolonged(person)
        if change == UNCHANGED:
            return self._shortened(person)
        return self._by(person, change) if change in (NEW, RAISED) else ()

    def _fell(self, person: str, change: str) -> list[str]:
        settled = self._settled(person)
        if settled:
            return [settled]
        told = list(dict.fromkeys(self._lost(person))) or [self._nearest(person)]
        if change == LOWERED:
            told.append(f"listed now for {words.listed_by(self._behind(person), self.now, self.called)}")
        return told

    def _settled(self, person: str) -> str | None:
        """What takes away the whole list, or the person from every list."""
        if self.now.case_person is None:
            return words.no_case(self.case_id, self.recorded)
        if self.now.case_person != self.joins.now.one(self.then.case_person):
            return self._other_case_person()
        if self.joins.now.one(person) != person:
            return words.same_as(self._name(self.joins.now.one(person)))
        if person in self.now.cases:
            return f"is a case now ({', '.join(self.now.cases[person])})"
        if self.now.empty_because:
            return f"the infectious period is empty now: {self.now.empty_because}"
        return None

    def _other_case_person(self) -> str:
        then, now = self.then.case_person, self.now.case_person
        if self.joins.then.one(now) == then:
            return words.case_on_her_own(self.case_id, self._name(now), self._name(then))
        return f"{self.case_id} is the case of another person now"

    def _lost(self, person: str) -> Iterator[str]:
        """What became of the exposures that stood behind a line and do not stand any more."""
        still = set(map(_KEY, self._behind(person)))
        for one in self.then.exposures.get(person, []):
            if _KEY(one) not in still:
                source = self._source(one) if one["hop"] else []
                loss = Loss(person, one, self.then, self.now, self.recorded, self.joins, self.called)
                yield from source or loss.told(self._history)

    def _source(self, lost: Exposure) -> list[str]:
        """Why the close contact by way of whom somebody was listed is none any more."""
        via = lost["source_id"]
        became = self.now.lines.get(via)
        if became and became["tier"] == TIERS[0] and via not in self.now.cases:
            return []
        why = [] if via in self.now.cases else list(dict.fromkeys(self._lost(via))) or [self._nearest(via)]
        return [words.via_lost(self._name(via), self.now.cases.get(via), became and became["tier"], why)]

    def _history(self) -> History | None:
        return self.recorded.history() if self._may_search() else None

    def _may_search(self) -> bool:
        if self.recorded is None or self.searched >= MOST_SEARCHED:
            return False
        self.searched += 1
        return True

    def _nearest(self, person: str) -> str:
        """What came nearest, after who was joined since with the person or with a source she was listed by."""
        told = self._came_nearest(person)
        behind = self.then.exposures.get(self._was(person), [])
        for source in dict.fromkeys(one["source_id"] for one in behind):
            for name in sorted(self._joined_with(source), reverse=True):
                told = words.with_records_of(self._name(name), self._known_as(source, name), told)
        for name in sorted(self.joins.joined(person), reverse=True):
            told = words.with_records_of(self._name(name), None, told)
        return told

    def _came_nearest(self, person: str) -> str:
        if not self._may_search():
            return f"`tracing explain {self.case_id} {self._name(person)}` says why"
        return self.recorded.nearest(person, self.then.lines[self._was(person)]["tier"]) or "no rule came near"

    def _by(self, person: str, change: str) -> Iterator[str]:
        """The exposures that put somebody on the list or raised her: of these, those that were none before."""
        behind = self._behind(person)
        before = self.then.exposures.get(person, []) if self.then else []
        known = set(map(_KEY, before))
        new = [one for one in behind if _KEY(one) not in known]
        yield words.listed_by(new or behind, self.now, self.called)
        yield from self._brought(person, new or behind)
        earlier = self.withdrawn_before().get(person) if change == NEW else None
        if earlier:
            yield words.handed_before(*earlier)

    def _prolonged(self, person: str) -> Iterator[str]:
        """What moved the end of a follow-up: the day of the last contact, the days of the definition, or both."""
        line, zone = self.now.lines[person], self.now.run.timezone
        last = to_ms(self.then.lines[person]["last_contact_at"])
        later = [one for one in self._behind(person) if _day(one["last_at"], zone) > _day(last, zone)]
        if later:
            yield words.met_again(later, last, self.now, self.called)
            yield from self._brought(person, later)
        days, before = self._days(line["tier"])
        if before is None or days > before:
            yield words.other_follow_up(self.now.definition.id, line["tier"], days, before)

    def _shortened(self, person: str) -> Iterator[str]:
        """What moved the end of a follow-up back, if anything did: an earlier last contact, the definition, or both."""
        line, was = self.now.lines[person], self.then.lines[person]
        if line["follow_up_until"] == was["follow_up_until"]:
            return
        day, day_was = (_day(to_ms(one["last_contact_at"]), self.now.run.timezone) for one in (line, was))
        if day < day_was:
            yield words.met_last(day, day_was)
            yield from dict.fromkeys(self._lost(person))
        days, before = self._days(line["tier"])
        if days is None or days < before:
            yield words.other_follow_up(self.now.definition.id, line["tier"], days, before)

    def _days(self, tier: str) -> tuple[int | None, int | None]:
        """For how many days contacts of a tier are followed up now, and were then."""
        return self.now.definition.follow_up.get(tier), self.then.definition.follow_up.get(tier)

    def _brought(self, person: str, exposures: Iterable[Exposure]) -> Iterator[str]:
        """By whose records, of those that count since for her or for a source, the exposures of a person are."""
        behind = list(exposures)
        named, was = _named(behind), self.joins.then.one(person)
        if person in named and self.joins.now.one(was) != person:
            yield words.on_her_own(self._name(was))
        for name in sorted(self.joins.joined(person) & named):
            yield words.brought(self._name(name), None)
        for source in dict.fromkeys(one["source_id"] for one in behind):
            theirs = _named(one for one in behind if one["source_id"] == source)
            for name in sorted(self._joined_with(source) & theirs):
                yield words.brought(self._name(name), self._known_as(source, name))

    def _joined_with(self, source: str) -> set[str]:
        """The names of whom the case, or a close contact, is since."""
        return self.joins.joined(source, {self.then.case_person, *self.then.lines}) if self.then else set()

    def _known_as(self, source: str, name: str) -> str:
        """What to call a source beside another name of hers: by the name of then where that other is kept now."""
        return self._name(self._was(source) if name == source else source)

    def _was(self, person: str) -> str:
        """By which name the list that was handed over told of its case, or of a person on it."""
        if person in self.then.lines:
            return person
        told = (self.then.case_person, *self.then.lines)
        return next(name for name in told if self.joins.now.one(name) == person)

    def _behind(self, person: str) -> list[Exposure]:
        return self.now.exposures.get(person, [])

    def _name(self, person: str) -> str:
        return self.called.get(person, person)


def _named(exposures: Iterable[Exposure]) -> set[str]:
    return {name for one in exposures for episode in one["episodes"] for name in episode["names"]}


def _day(end: int, zone: str) -> date:
    """The day that a follow-up counts from where the last contact ends at an instant."""
    return local_date(end - 1, zone)

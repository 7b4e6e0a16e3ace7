"""Why a line changed since its list was last handed over: one sentence, from what stood then and what stands now.

For who was withdrawn or lowered, what fell away. The first of these that holds is the whole answer:

the case is no confirmed case any more, or that of another person; the person is a case herself; the infectious period
is empty

Otherwise all of these that hold, for every exposure she was listed for that is none any more:

the close contact by way of whom she was listed is none any more, and why (one step)
the definition has no such rule any more, or it asks for more or for something else
records that it rests on were taken back with their file
the window of the source moved, so that time together lies outside it

Where none of them does, what came nearest by the records, as `explain` tells it. For who is new, raised or extended,
the exposures that are. Source: specification, "What goes out".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from tracing.changes import EXTENDED, LOWERED, NEW, RAISED, WITHDRAWN
from tracing.definition_words import rule_in_words
from tracing.definitions import TIERS, Rule
from tracing.handover import reason_words as words
from tracing.handover.states import Exposure, Line, Now, Recorded, State
from tracing.times import MINUTE, to_ms
from tracing.windows import Stretch

_KEY = itemgetter("source_id", "hop", "rule", "tier")
MOST_SEARCHED = 500
"""For how many people of one hand-over the records are searched for what came nearest: some 0.05 s each."""


@dataclass
class Reasons:
    """Says why lines of one case's list changed.

    then        the list last handed over; None before the first
    recorded    None where the store was not asked: then nothing is told of files and records
    called      pseudonym -> what to call her; who is not in it is called by the pseudonym
    """

    case_id: str
    now: Now
    then: State | None
    recorded: Recorded | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    searched: int = 0

    def why(self, line: Line) -> str:
        """One sentence for a line with its `change`; nothing where it is unchanged."""
        person, change = line["person_id"], line["change"]
        if change in (WITHDRAWN, LOWERED):
            return "; ".join(self._fell(person, change))
        if change == EXTENDED:
            return self._prolonged(person)
        return self._by(person) if change in (NEW, RAISED) else ""

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
        if self.now.case_person != self.then.case_person:
            return f"{self.case_id} is the case of another person now"
        if person in self.now.cases:
            return f"is a case now ({', '.join(self.now.cases[person])})"
        if self.now.empty_because:
            return f"the infectious period is empty now: {self.now.empty_because}"
        return None

    def _lost(self, person: str) -> Iterator[str]:
        """What became of the exposures that stood behind a line and do not stand any more."""
        still = set(map(_KEY, self._behind(person)))
        for one in self.then.exposures.get(person, []):
            if _KEY(one) not in still:
                source = self._source(one) if one["hop"] else []
                yield from source or self._lost_of(one)

    def _source(self, lost: Exposure) -> list[str]:
        """Why the close contact by way of whom somebody was listed is none any more."""
        via = lost["source_id"]
        became = self.now.lines.get(via)
        if became and became["tier"] == TIERS[0] and via not in self.now.cases:
            return []
        why = [] if via in self.now.cases else list(dict.fromkeys(self._lost(via))) or [self._nearest(via)]
        return [words.via_lost(self._name(via), self.now.cases.get(via), became and became["tier"], why)]

    def _lost_of(self, lost: Exposure) -> Iterator[str]:
        yield from self._rule(lost)
        if lost["fallen"]:
            yield words.taken_back(lost, self.recorded.files, self.called)
        window = self.now.windows.get((lost["hop"], lost["source_id"]), [])
        outside = _within(lost, lost["window"]) - _within(lost, window)
        if outside > 0:
            whose = f"the window of {self._name(lost['source_id'])}" if lost["hop"] else "the infectious period"
            yield words.moved(whose, lost, window, outside, self.now.run.timezone)

    def _rule(self, lost: Exposure) -> Iterator[str]:
        """What of the definition took an exposure's rule away, if anything did."""
        here, secondary = self.now.definition, self.now.definition.secondary
        asked = self.then.definition.rule(lost["rule"])
        alike = [rule for rule in here.rules if rule_in_words(rule) == rule_in_words(asked)]
        same_id = [rule for rule in here.rules if rule.id == asked.id]
        if lost["hop"] and secondary is None:
            yield f"definition {here.id} lists no contacts of close contacts"
        elif not alike and not same_id:
            yield f"definition {here.id} has no rule {asked.id}"
        elif not alike and _is_stricter(same_id[0], asked, lost["measured_ms"]):
            yield words.other_rule(same_id[0], asked)
        elif lost["hop"] and not {rule.id for rule in alike or same_id} & set(secondary.rules):
            yield f"definition {here.id} uses no rule {asked.id} for contacts of close contacts"

    def _nearest(self, person: str) -> str:
        if self.recorded is None or self.searched >= MOST_SEARCHED:
            return f"`tracing explain {self.case_id} {self._name(person)}` says why"
        self.searched += 1
        return self.recorded.nearest(person, self.then.lines[person]["tier"]) or "no rule came near"

    def _by(self, person: str) -> str:
        """The exposures that put somebody on the list or raised her: of these, those that were none before."""
        behind = self._behind(person)
        before = self.then.exposures.get(person, []) if self.then else []
        known = set(map(_KEY, before))
        new = [one for one in behind if _KEY(one) not in known]
        return words.listed_by(new or behind, self.now, self.called)

    def _prolonged(self, person: str) -> str:
        last = to_ms(self.then.lines[person]["last_contact_at"])
        later = [one for one in self._behind(person) if one["last_at"] > last]
        if later:
            return words.met_again(later, last, self.now, self.called)
        tier = self.now.lines[person]["tier"]
        days = [state.definition.follow_up.get(tier) for state in (self.now, self.then)]
        return words.longer_follow_up(self.now.definition.id, tier, *days)

    def _behind(self, person: str) -> list[Exposure]:
        return self.now.exposures.get(person, [])

    def _name(self, person: str) -> str:
        return self.called.get(person, person)


def _within(exposure: Exposure, window: list[Stretch]) -> int:
    """How much of an exposure's episodes lies in a window."""
    spans = [(one["started_at"], one["finished_at"]) for one in exposure["episodes"]]
    return sum(max(0, min(end, until) - max(begun, since)) for begun, end in spans for since, until in window)


def _is_stricter(rule: Rule, before: Rule, measured_ms: int) -> bool:
    """Whether a rule may refuse what it took before; where only the threshold differs, whether it does."""
    alike = ("evidence", "tier", "accumulate", "window_hours", "parameters")
    if any(getattr(rule, name) != getattr(before, name) for name in alike):
        return True
    asked = (rule.threshold_minutes or 0) * MINUTE
    return measured_ms < asked or (rule.more_than and measured_ms == asked)

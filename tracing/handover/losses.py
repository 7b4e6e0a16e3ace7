"""Why an exposure that was handed over is none any more: what of the definition, the records and the window took it.

The records are searched only where it cannot be told without them: where nothing that is known suffices, where an
episode rests on files that stand as well as on some that do not, or on fixes that were marked since, or where a rule
asks for other evidence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tracing.definition_words import rule_in_words
from tracing.definitions import Rule
from tracing.handover import reason_words as words
from tracing.handover.causes import Cause, length, sufficient, without
from tracing.handover.corrections import History
from tracing.handover.joins import Joins
from tracing.handover.states import Exposure, Now, Recorded, State, spans_of
from tracing.handover.strictness import asks_longer, asks_more, gives_less
from tracing.windows import Stretch, cut_out


@dataclass(frozen=True)
class Loss:
    """An exposure of a person that stood then and does not now; `called` as `tracing.handover.reasons` has it."""

    person: str
    lost: Exposure
    then: State
    now: Now
    recorded: Recorded | None
    joins: Joins
    called: Mapping[str, str]

    def told(self, history: Callable[[], History | None]) -> list[str]:
        """What suffices to take it away, a sentence each; none where that is not known.

        history     asked for at most once; None where the records cannot be searched
        """
        changed, spans, parted = list(self._definition()), spans_of(self.lost), list(self._parted(spans_of(self.lost)))
        on_marked = self._marked(self._resting_on(one["file_id"] for one in self.lost["marked"]))
        fallen = self._taken_back(self._resting_on(self.lost["fallen"]))
        found = self._sufficient([*changed, *fallen, *on_marked, *parted, *self._window()])
        mixed = self._is_mixed() or bool(self.lost["marked"]) or bool(parted)
        unsure = mixed or any(cause.rule and cause.taken for cause in changed)
        known = history() if unsure or not found else None
        if known:
            before, came = known.corrections(self.person, self.lost, self.then.definition)
            changed = [self._searched(cause, before, known) for cause in changed]
            by_marked = known.by_marked(self.person, self.lost, self.then.definition) if self.lost["marked"] else []
            gone = without(spans, [*before, *by_marked])
            fallen = [*self._taken_back(gone), *self._marked(by_marked), *self._parted(gone)]
            told = [Cause(words.corrected(self.lost, by, self.recorded.files, self.called), by.taken) for by in came]
            found = self._sufficient([*changed, *fallen, *self._window(), *told])
        return [cause.told for cause in found]

    def _sufficient(self, causes: list[Cause]) -> list[Cause]:
        return sufficient(causes, spans_of(self.lost), self._asked, self.now.run.timezone)

    @property
    def _asked(self) -> Rule:
        return self.then.definition.rule(self.lost["rule"])

    def _definition(self) -> Iterator[Cause]:
        """What of the definition may have taken the rule away."""
        here, secondary, asked = self.now.definition, self.now.definition.secondary, self._asked
        alike = [rule for rule in here.rules if rule_in_words(rule) == rule_in_words(asked)]
        same_id = [rule for rule in here.rules if rule.id == asked.id]
        whole = spans_of(self.lost)
        if self.lost["hop"] and secondary is None:
            yield Cause(f"definition {here.id} lists no contacts of close contacts", whole)
        elif not alike and not same_id:
            yield Cause(f"definition {here.id} has no rule {asked.id}", whole)
        elif self.lost["hop"] and not {rule.id for rule in alike or same_id} & set(secondary.rules):
            yield Cause(f"definition {here.id} uses no rule {asked.id} for contacts of close contacts", whole)
        elif not alike:
            yield from self._other_rule(same_id[0], whole)

    def _other_rule(self, rule: Rule, whole: list[Stretch]) -> Iterator[Cause]:
        told = words.other_rule(rule, self._asked)
        if not self.lost["hop"] and gives_less(rule, self._asked):
            yield Cause(told, whole)
        elif asks_more(rule, self._asked):
            yield Cause(told, whole, rule)
        elif asks_longer(rule, self._asked):
            yield Cause(told, (), rule)

    def _searched(self, cause: Cause, before: list[Stretch], known: History) -> Cause:
        """A rule that asks for other evidence, with the time together that it takes by the records of then."""
        if not (cause.rule and cause.taken):
            return cause
        left = known.before(self.person, self.lost, cause.rule, self.then.definition)
        return replace(cause, taken=without(before, left))

    def _taken_back(self, taken: list[Stretch]) -> Iterator[Cause]:
        if self.lost["fallen"] and taken:
            yield Cause(words.taken_back(self.lost, length(taken), self.recorded.files, self.called), taken)

    def _marked(self, taken: list[Stretch]) -> Iterator[Cause]:
        if self.lost["marked"] and taken:
            yield Cause(words.marked(self.lost, length(taken), self.recorded.files, self.called), taken)

    def _resting_on(self, files: Iterable[int]) -> list[Stretch]:
        """The time together that rests on some files, by whole episodes."""
        some = set(files)
        episodes = [one for one in self.lost["episodes"] if some & set(one["files"])]
        return [(one["started_at"], one["finished_at"]) for one in episodes]

    def _parted(self, gone: list[Stretch]) -> Iterator[Cause]:
        """Who was parted from either of the two, with what of the time that is gone rests on records of hers."""
        for one in (self.person, self.lost["source_id"]):
            for name in sorted(self.joins.lost(one)):
                others = [episode for episode in self.lost["episodes"] if name not in episode["names"]]
                taken = without(gone, [(episode["started_at"], episode["finished_at"]) for episode in others])
                if taken:
                    yield Cause(words.parted(name, one, self.lost, length(taken), self.called), taken)

    def _is_mixed(self) -> bool:
        files = [set(one["files"]) for one in self.lost["episodes"]]
        fallen = set(self.lost["fallen"])
        return any(one & fallen and one - fallen for one in files)

    def _window(self) -> Iterator[Cause]:
        """The window of the source, where it moved so that time together lies outside it."""
        source, spans = self.lost["source_id"], spans_of(self.lost)
        window = self.now.windows.get((self.lost["hop"], source), [])
        taken = [left for stretch in self.lost["window"] for left in cut_out(stretch, window)]
        outside = length(spans) - length(without(spans, taken))
        if outside:
            name = self.called.get(source, source)
            whose = f"the window of {name}" if self.lost["hop"] else "the infectious period"
            yield Cause(words.moved(whose, self.lost, window, outside, self.now.run.timezone), taken)

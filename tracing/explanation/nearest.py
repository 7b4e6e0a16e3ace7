"""How near each rule came to making a person a contact of a case: a question about two people, asked on demand.

ways        one per rule, from the case itself (hop 0); and where the person met a close contact of the case, one per
            secondary rule by way of the nearest such contact (hop 1). Instants and lengths are ms.

How far a way came, the furthest first:

reached              the threshold is reached (after a screen, only by records that came in since)
too short            together in the source's window, but not long enough
outside the window   never together in the window, but at another time
apart                each of the two is recorded in the window, never together (`tracing.explanation.apart` says why)
no evidence          one of the two is not in records of that kind at all, within the window, or in none that count

Ways stand in a total order: how far they came; the share of what was needed, from 1 down (of the threshold's time; of
the distance for who came near enough in time alone); without evidence, the fewer of the two whom no record shows
at all, then whom none that counts; the shorter gap in time (to the window, or between the two); the case before its
close contacts; the order of the rules in the definition.
Source: specification, "Rules", "Contacts" and "Command line".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import polars as pl

from tracing.definitions import Definition, Rule
from tracing.evidence import MEETINGS, Observations, meetings
from tracing.explanation.apart import KEPT_APART, NO_EVIDENCE, Reason, isolated, why_apart
from tracing.exposures import episodes, measured, qualifying
from tracing.times import FIRST_RECORDS, MINUTE
from tracing.windows import WINDOWS, Stretch

REACHED, TOO_SHORT, OUTSIDE = "reached", "too short", "outside the window"
NEARNESS = (REACHED, TOO_SHORT, OUTSIDE, KEPT_APART, NO_EVIDENCE)
_OF_A_PERSON = ("fixes", "checkins", "tickets", "vehicles", "households", "isolations")


@dataclass(frozen=True)
class Question:
    """Why is this person not a contact of this case?

    records     as `tracing.frames.complete` gives them: at least those of the case, its close contacts and the person
    windows     of the case and its close contacts, as the screen had them
    close       the close contacts of the case by way of whom others are secondary
    """

    records: Mapping[str, pl.DataFrame]
    definition: Definition
    as_of: int
    zone: str
    windows: pl.DataFrame
    case_id: str
    case_person: str
    person_id: str
    close: Collection[str] = ()


@dataclass(frozen=True)
class Way:
    """How far one rule came.

    measured_ms the time that the rule's `accumulate` chooses, in the window; outside it, of all its meetings
    episodes    the meetings in the window; outside it, only the nearest in time
    window      the stretches of the source's window; none where it is empty
    gap_ms      how far outside the window the nearest meeting lies, or how long after one another the two came
    side        `before` or `after` the window, where the meeting lies outside it; `between` two stretches of it;
                `within` where only what lingers from a stay outside reaches into it
    reason      why the two were apart, where they were
    isolated    which of the two, where a household or a vehicle binds them and isolation parted them in the window
    """

    rule: Rule
    hop: int
    source_id: str
    window: list[Stretch]
    nearness: str
    share: float
    measured_ms: int | None = None
    gap_ms: int | None = None
    side: str | None = None
    episodes: pl.DataFrame | None = None
    reason: Reason | None = None
    isolated: list[str] = field(default_factory=list)


def ways(question: Question, settled: Collection[str] = ()) -> list[Way]:
    """How far each rule came, nearest first; `settled` are rules that need no answer from the case itself."""
    rules, onward = question.definition.rules, question.definition.onward
    case = _Sources(question, 0, [question.case_person])
    found = [_met(rule, case) or _apart(rule, case) for rule in rules if rule.id not in settled]
    if onward and question.close:
        sources = _Sources(question, 1, sorted(set(question.close) - {question.person_id, question.case_person}))
        found += [way for rule in onward if (way := _met(rule, sources)) is not None]
    place = {rule.id: number for number, rule in enumerate(rules)}
    return sorted(found, key=lambda way: _order(way, place))


def _order(way: Way, place: Mapping[str, int]) -> tuple:
    gap = inf if way.gap_ms is None else way.gap_ms
    lacking, unusable = (len(way.reason.lacking), len(way.reason.unusable)) if way.reason else (0, 0)
    unrecorded = lacking - unusable
    return NEARNESS.index(way.nearness), -way.share, unrecorded, lacking, gap, way.hop, place[way.rule.id]


@dataclass(frozen=True)
class _Sources:
    """The people a way may lead from: the case, or its close contacts."""

    question: Question
    hop: int
    people: list[str]

    @cached_property
    def windows(self) -> pl.DataFrame:
        """Their windows; an empty one has no row."""
        theirs = (pl.col("hop") == self.hop) & (pl.col("case_id") == self.question.case_id)
        return self.question.windows.filter(theirs, pl.col("source_id").is_in(self.people)).select(list(WINDOWS))

    @cached_property
    def numbers(self) -> dict[int, str]:
        """Each window's source; who has an empty one gets a number below zero."""
        known = dict(self.windows.select("window", "source_id").unique().sort("window").iter_rows())
        without = [person for person in self.people if person not in known.values()]
        return known | {-number: person for number, person in enumerate(without, 1)}

    @cached_property
    def opened(self) -> pl.DataFrame:
        """Their windows, opened to all time until the moment of the analysis."""
        facts = (self.question.case_id, self.hop, FIRST_RECORDS, self.question.as_of)
        rows = [(number, facts[0], person, *facts[1:]) for number, person in self.numbers.items()]
        return pl.DataFrame(rows, orient="row", schema=WINDOWS)

    @cached_property
    def observations(self) -> Observations:
        """Those of these people and the person asked about, and of nobody else."""
        records = _of(self.question.records, [*self.people, self.question.person_id])
        return Observations(records, self.question.definition, self.question.as_of)

    def stretches(self, number: int) -> list[Stretch]:
        """The stretches of one window, in order."""
        own = self.windows.filter(window=number).sort("started_at")
        return own.select("started_at", "finished_at").rows()

    def together(self, rule: Rule, windows: pl.DataFrame) -> pl.DataFrame:
        """The episodes of the person asked about with any of these people."""
        met = meetings(windows, self.observations, rule).cast(MEETINGS)
        return episodes(met.filter(person_id=self.question.person_id))


def _of(records: Mapping[str, pl.DataFrame], people: list[str]) -> dict[str, pl.DataFrame]:
    """The records that tell of these people."""
    mine = pl.col("person_id").is_in(people)
    own = {kind: records[kind].filter(mine) for kind in _OF_A_PERSON}
    plates = own["vehicles"]["plate"].unique().implode()
    passed = records["passages"].filter(mine.fill_null(False) | pl.col("plate").is_in(plates).fill_null(False))
    near = records["proximity"].filter(pl.col("person_a").is_in(people) | pl.col("person_b").is_in(people))
    return {**records, **own, "passages": passed, "proximity": near}


def _met(rule: Rule, sources: _Sources) -> Way | None:
    return _in_the_window(rule, sources) or _outside(rule, sources)


def _in_the_window(rule: Rule, sources: _Sources) -> Way | None:
    together = sources.together(rule, sources.windows)
    if together.is_empty():
        return None
    lengths = measured(together, rule, sources.question.zone)
    longest = lengths["measured_ms"].max()
    # Of several close contacts with equal times the first by pseudonym.
    best = lengths.filter(measured_ms=longest)["window"]
    number = min(best, key=sources.numbers.__getitem__)
    return Way(
        rule=rule,
        hop=sources.hop,
        source_id=sources.numbers[number],
        window=sources.stretches(number),
        nearness=TOO_SHORT if qualifying(lengths.filter(window=number), rule).is_empty() else REACHED,
        share=_share(longest, rule),
        measured_ms=longest,
        episodes=together.filter(window=number),
    )


def _outside(rule: Rule, sources: _Sources) -> Way | None:
    """The meeting nearest in time to its source's window; one with a source whose window is empty comes last."""
    together = sources.together(rule, sources.opened).with_row_index("row")
    if together.is_empty():
        return None
    windows = {number: sources.stretches(number) for number in sources.numbers}
    spans = together.select("window", "started_at", "finished_at", "row").iter_rows()
    gaps = [(*_gap(begun, ended, windows[number]), sources.numbers[number], begun, number, row)
            for number, begun, ended, row in spans]  # fmt: skip
    gap, side, source_id, _, number, row = min(gaps)
    longest = measured(together.filter(window=number), rule, sources.question.zone)["measured_ms"].item()
    own = sources.windows.filter(window=number)
    return Way(
        rule=rule,
        hop=sources.hop,
        source_id=source_id,
        window=windows[number],
        nearness=OUTSIDE,
        share=_share(longest, rule),
        measured_ms=longest,
        gap_ms=None if gap == inf else gap,
        side=side or None,
        episodes=together.filter(row=row),
        isolated=isolated(rule, sources.observations, own, source_id, sources.question.person_id),
    )


def _gap(begun: int, ended: int, stretches: list[Stretch]) -> tuple[float, str]:
    """How far outside a window a meeting lies, and on which side; 0 where only what lingers reaches into it."""
    before = [(begin - ended, "before") for begin, _ in stretches if ended <= begin]
    after = [(begun - end, "after") for _, end in stretches if end <= begun]
    if any(begun < end and begin < ended for begin, end in stretches):
        return 0, "within"
    gap, side = min([*before, *after], default=(inf, ""))
    return gap, "between" if before and after else side


def _apart(rule: Rule, sources: _Sources) -> Way:
    case, person = sources.question.case_person, sources.question.person_id
    stretches = sources.windows.sort("started_at").select("started_at", "finished_at").rows()
    asked = sources.windows if stretches else sources.opened
    reason = why_apart(rule, sources.observations, asked, case, person)
    return Way(
        rule=rule,
        hop=sources.hop,
        source_id=case,
        window=stretches,
        nearness=reason.nearness,
        share=reason.near if reason.measured_ms is None else _share(reason.measured_ms, rule),
        measured_ms=reason.measured_ms,
        gap_ms=reason.gap_ms,
        episodes=reason.episodes,
        reason=reason,
    )


def _share(measured_ms: int, rule: Rule) -> float:
    """The part of the threshold's time that was reached, at most 1; all of it where any time would do."""
    return min(1.0, measured_ms / (rule.threshold_minutes * MINUTE)) if rule.threshold_minutes else 1.0

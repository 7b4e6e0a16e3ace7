"""A screen: records -> windows -> meetings -> episodes -> exposures -> contacts, for all cases at once.

Everything a list, a graph or an explanation needs later is in the answer, so that whoever reads it needs
neither the records nor the rules again. Source: specification, "Times" to "Contacts".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce

import polars as pl

from tracing.contact_lines import case_lists, contacts
from tracing.contacts import LINE, LINES, close_contacts, listed
from tracing.coverage import COVERAGE, LEFT_OUT, coverage, left_out, reliance
from tracing.definitions import Definition, Rule
from tracing.evidence import Observations
from tracing.finds import Finds, Hops, Keep
from tracing.holdings import Holdings, holdings
from tracing.model import CONFIRMED
from tracing.parallel import at_once
from tracing.rescreening import FROM_NOTHING, Last, Share
from tracing.searches import EXPOSURES, Found, search
from tracing.times import HOUR, to_ms
from tracing.windows import WINDOWS, infectious_windows, secondary_windows

HOURS_AT_ONCE = 5_000
"""Hours of sources' windows that are searched in one go: bounds the memory that a search takes."""


@dataclass(frozen=True)
class Screening:
    """What one screen found; instants are ms since 1970, UTC. Columns: `tracing.searches`, `tracing.coverage`.

    cases       one row per confirmed case, with reference and why its period is empty
    windows     one row per stretch of a source's window
    exposures   one row per qualifying exposure: source -> person under one rule; `listed` where it stands
                behind a line of a list
    shortfalls  one row per source and person who were together under a rule, but not long enough; of those who were
                searched for by this screen and not by the last one
    episodes    one row per episode of an exposure that this screen found, with places, closest and what its records do
                not say
    found       one row per exposure: the number it was found as, and by which earlier screen; null: by this one
    contacts    one row per line of a case list, sorted
    coverage    one row per case and rule: how much of the infectious period its evidence can speak of
    left_out    one row per case, hop and seat rule that lost tickets whose mode, coach or row is not known
    reliance    one row per case and thing that records do not say: how much of the list rests on it
    taken_over  how many of the exposures stand as the last screen found them
    """

    cases: pl.DataFrame
    windows: pl.DataFrame
    exposures: pl.DataFrame
    shortfalls: pl.DataFrame
    episodes: pl.DataFrame
    found: pl.DataFrame
    contacts: pl.DataFrame
    coverage: pl.DataFrame
    left_out: pl.DataFrame
    reliance: pl.DataFrame
    taken_over: int


def screen(
    records: Mapping[str, pl.DataFrame] | Holdings,
    definition: Definition,
    as_of: datetime,
    zone: str,
    say: Callable[[str], None] = lambda step: None,
    last: Last = FROM_NOTHING,
    keep: Keep | None = None,
) -> Screening:
    """The contacts of all confirmed cases.

    records     kind -> frame of that kind's columns (see `tracing.model`), of which `tracing.frames` says what may be
                absent; or holdings, which are asked for no more than the search needs
    say         is told each step, for progress; never a value of a record
    last        an earlier screen, of which all is taken over that stands: the answer is that of a screen from nothing
    keep        is handed what exposures rest on as soon as these are found: `tracing.finds`
    """
    question = Question(holdings(records), definition, to_ms(as_of), zone, last, say, Finds(keep))
    windows, cases = question.cases()
    hops, covered = question.first_hop(windows, cases)
    onward = question.close_contacts(hops.all, cases)
    windows, hops = windows.vstack(onward), hops.and_(question.whom(onward, definition.onward))
    if last is not FROM_NOTHING:
        say(f"{len(hops.taken):,} of {len(hops.all):,} exposures stand as the last screen found them")
    numbered, episodes = hops.numbered()
    behind = listed(numbered, cases["person_id"])
    lines = question.lines(behind, episodes)
    say(f"{len(lines)} contacts")
    exposures = numbered.with_columns(listed=pl.col("exposure").is_in(behind["exposure"].implode()))
    assumed = reliance(exposures, question.with_last(behind, episodes, unsaid=True), lines)
    return Screening(
        cases, windows, exposures.select("exposure", *EXPOSURES, "listed"), hops.shortfalls, episodes,
        numbered.select("exposure", "found_by", "found_as"), lines, covered, question.left_out(windows), assumed,
        taken_over=len(hops.taken),
    )  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What a screen asks of the holdings, part by part: `now` in ms since 1970, the rest as `screen` takes it."""

    held: Holdings
    definition: Definition
    now: int
    zone: str
    last: Last
    say: Callable[[str], None]
    finds: Finds

    def cases(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The windows of the confirmed cases, and the cases."""
        confirmed = self.held.all_of("cases").filter(pl.col("classification").is_in(CONFIRMED))
        isolations, period = self.held.all_of("isolations"), self.definition.infectious_period
        windows, cases = infectious_windows(confirmed, isolations, period, self.now, self.zone)
        self.say(f"{len(cases)} cases")
        return windows, cases

    def close_contacts(self, exposures: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
        """The windows of the close contacts in whom secondary ones are searched."""
        close, secondary = close_contacts(exposures, cases["person_id"]), self.definition.secondary
        self.say(f"{len(close)} close contacts")
        if secondary is None:
            return pl.DataFrame(schema=WINDOWS)
        isolations = self.held.all_of("isolations")
        return secondary_windows(close, isolations, secondary.latent_hours, self.now, next_window=len(cases))

    def first_hop(self, windows: pl.DataFrame, cases: pl.DataFrame) -> tuple[Hops, pl.DataFrame]:
        """Whom the cases were with, and how much of their windows the evidence covers."""
        rules, hops = self.definition.rules, []
        covered = [self._nothing_covered(cases.join(windows, on="case_id", how="anti"), windows.clear())]
        for share in self.last.shares(windows, rules, self.now):
            for found, theirs in at_once(partial(self._of_cases, cases, share.rules), _parts(share.again)):
                hops.append(self.finds.kept(found))
                covered.append(theirs)
            hops.append(self._standing(share))
            covered.append(self.last.covered(share, self.zone))
        return reduce(Hops.and_, hops, Hops.nothing()), pl.concat(covered).sort("case_id", "rule")

    def whom(self, windows: pl.DataFrame, rules: Sequence[Rule]) -> Hops:
        """Whom the sources of windows were with, under some rules."""
        hops = []
        for share in self.last.shares(windows, rules, self.now):
            done = 0
            for found, sources in at_once(partial(self._of_sources, share.rules), _parts(share.again)):
                hops.append(self.finds.kept(found))
                done += sources
                self.say(f"whom {done:,} of them met: {', '.join(sorted({rule.evidence for rule in share.rules}))}")
            hops.append(self._standing(share))
        return reduce(Hops.and_, hops, Hops.nothing())

    def lines(self, behind: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
        """All lines; what the exposures behind one make up is taken over where these are as they were."""
        stand = self.last.lines(behind)
        again = behind.join(stand, on=LINE, how="anti", maintain_order="left")
        lines = contacts(again, self.with_last(again, episodes)).vstack(stand.select(list(LINES)))
        return case_lists(lines, self.held.all_of("persons"), self.definition, self.zone)

    def with_last(self, exposures: pl.DataFrame, episodes: pl.DataFrame, unsaid: bool = False) -> pl.DataFrame:
        """The episodes that were found, and those of exposures that were taken over (`unsaid`: see `Episodes`)."""
        taken = exposures.drop_nulls("found_by")
        if taken.is_empty():
            return episodes
        told = self.last.episodes(taken.select("exposure", "found_by", "found_as"), unsaid)
        return episodes.vstack(told.select(episodes.columns))

    def left_out(self, windows: pl.DataFrame) -> pl.DataFrame:
        """The tickets on anybody's runs that could not count. A ticket may be lost to one source and not to another of
        the same case, so all are looked at together.
        """
        seats = [rule for rule in self.definition.rules if rule.evidence == "seat"]
        if not seats:
            return pl.DataFrame(schema=LEFT_OUT)
        stands = pl.col("case_id").is_in(self.last.nothing_left_out_since(windows).implode())
        asked = windows.filter(~stands)
        told = left_out(asked, self._observations(asked, seats), self.definition)
        return told.vstack(self.last.left_out.filter(stands)).sort("case_id", "hop", "rule")

    def _of_cases(self, cases: pl.DataFrame, rules: Sequence[Rule], part: pl.DataFrame) -> tuple[Found, pl.DataFrame]:
        """Whom the cases of some windows were with, and how much of these the evidence covers."""
        seen, theirs = self._observations(part, rules), cases.join(part, on="case_id", how="semi")
        return search(part, seen, rules, self.zone), coverage(theirs, part, seen, rules, self.zone)

    def _of_sources(self, rules: Sequence[Rule], part: pl.DataFrame) -> tuple[Found, int]:
        """Whom the sources of some windows were with, and how many sources they are."""
        found = search(part, self._observations(part, rules), rules, self.zone)
        return found, part["source_id"].n_unique()

    def _standing(self, share: Share) -> Hops:
        """What stands, and whom the sources were with of the people who are touched."""
        hops = Hops.nothing(self.last.taken(share))
        for part in _parts(share.around):
            people = part["source_id"]
            seen = self._observations(share.stand, share.rules, people)
            hops = hops.and_(self.finds.kept(search(share.stand, seen, share.rules, self.zone, people)))
        return hops

    def _nothing_covered(self, cases: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
        """The coverage of cases that have no window."""
        if cases.is_empty():
            return pl.DataFrame(schema=COVERAGE)
        seen = self._observations(windows, self.definition.rules)
        return coverage(cases, windows, seen, self.definition.rules, self.zone)

    def _observations(
        self, windows: pl.DataFrame, rules: Sequence[Rule], people: pl.Series | None = None
    ) -> Observations:
        around = self.held.around(windows, rules, self.definition, self.now, people)
        return Observations(around.records, self.definition, self.now, around.near)


def _parts(windows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The windows of some sources at a time, all of each source's together."""
    if windows.is_empty():
        return
    length = (pl.col("finished_at").max() - pl.col("started_at").min()) / HOUR
    hours = windows.group_by("source_id").agg(pl.col("window").min(), hours=length).sort("window", "source_id")
    numbered = hours.select("source_id", part=(pl.col("hours").cum_sum() // HOURS_AT_ONCE).cast(pl.Int64))
    yield from windows.join(numbered, on="source_id", maintain_order="left").partition_by("part", include_key=False)

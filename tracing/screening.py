"""A screen: records -> windows -> meetings -> episodes -> exposures -> contacts, for all cases at once.

Everything a list, a graph or an explanation needs later is in the answer, so that whoever reads it needs
neither the records nor the rules again. Source: specification, "Times" to "Contacts".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import polars as pl

from tracing.contacts import close_contacts, contacts, listed
from tracing.coverage import LEFT_OUT, coverage, left_out, reliance
from tracing.definitions import Definition, Rule
from tracing.evidence import Observations
from tracing.holdings import Holdings, holdings
from tracing.model import CONFIRMED
from tracing.searches import Found, numbered, search
from tracing.times import HOUR, to_ms
from tracing.windows import infectious_windows, secondary_windows

HOURS_AT_ONCE = 10_000
"""Hours of sources' windows that are searched in one go: bounds the memory that a search takes."""


@dataclass(frozen=True)
class Screening:
    """What one screen found; instants are ms since 1970, UTC. Columns: `tracing.searches`, `tracing.coverage`.

    cases       one row per confirmed case, with reference and why its period is empty
    windows     one row per stretch of a source's window
    exposures   one row per qualifying exposure: source -> person under one rule; `listed` where it stands
                behind a line of a list
    shortfalls  one row per source and person who were together under a rule, but not long enough
    episodes    one row per episode of an exposure, with places, closest and the records it rests on
    contacts    one row per line of a case list, sorted
    coverage    one row per case and rule: how much of the infectious period its evidence can speak of
    left_out    one row per case, hop and seat rule that lost tickets whose mode, coach or row is not known
    reliance    one row per case and thing that records do not say: how much of the list rests on it
    """

    cases: pl.DataFrame
    windows: pl.DataFrame
    exposures: pl.DataFrame
    shortfalls: pl.DataFrame
    episodes: pl.DataFrame
    contacts: pl.DataFrame
    coverage: pl.DataFrame
    left_out: pl.DataFrame
    reliance: pl.DataFrame


def screen(
    records: Mapping[str, pl.DataFrame] | Holdings,
    definition: Definition,
    as_of: datetime,
    zone: str,
    say: Callable[[str], None] = lambda step: None,
) -> Screening:
    """The contacts of all confirmed cases.

    records     kind -> frame of that kind's columns (see `tracing.model`), of which `tracing.frames` says what may be
                absent; or holdings, which are asked for no more than the search needs
    say         is told each step, for progress; never a value of a record
    """
    now, held = to_ms(as_of), holdings(records)
    question = _Question(held, definition, now, zone)
    confirmed = held.all_of("cases").filter(pl.col("classification").is_in(CONFIRMED))
    isolations = held.all_of("isolations")
    windows, cases = infectious_windows(confirmed, isolations, definition.infectious_period, now, zone)
    say(f"{len(cases)} cases")
    found, covered = question.first_hop(windows, cases)
    close = close_contacts(found.exposures, cases["person_id"])
    say(f"{len(close)} close contacts")
    if definition.secondary and not close.is_empty():
        latent = definition.secondary.latent_hours
        onward = secondary_windows(close, isolations, latent, now, next_window=len(cases))
        windows, found = windows.vstack(onward), found.and_(question.second_hop(onward, say))
    exposures, episodes = numbered(found.exposures, found.episodes, "hop")
    behind = listed(exposures, cases["person_id"])
    lines = contacts(behind, episodes, held.all_of("persons"), definition, zone)
    say(f"{len(lines)} contacts")
    exposures = exposures.with_columns(listed=pl.col("exposure").is_in(behind["exposure"].implode()))
    assumed, lost = reliance(exposures, episodes, lines), question.left_out(windows)
    return Screening(cases, windows, exposures, found.shortfalls, episodes, lines, covered, lost, assumed)


@dataclass(frozen=True)
class _Question:
    """What is asked of the holdings, part by part."""

    held: Holdings
    definition: Definition
    now: int
    zone: str

    def first_hop(self, windows: pl.DataFrame, cases: pl.DataFrame) -> tuple[Found, pl.DataFrame]:
        """Whom the cases were with, and how much of their windows the evidence covers."""
        rules, found, covered = self.definition.rules, [], []
        unseen = cases.join(windows, on="case_id", how="anti")
        for part in _parts(windows):
            seen = self._observations(part, rules)
            found.append(search(part, seen, rules, self.zone))
            theirs = unseen.vstack(cases.join(part, on="case_id", how="semi"))
            covered.append(coverage(theirs, part, seen, rules, self.zone))
            unseen = unseen.clear()
        return reduce(Found.and_, found), pl.concat(covered).sort("case_id", "rule")

    def second_hop(self, windows: pl.DataFrame, say: Callable[[str], None]) -> Found:
        """Whom close contacts were with."""
        rules, found, done = [self.definition.rule(name) for name in self.definition.secondary.rules], [], 0
        for part in _parts(windows):
            found.append(search(part, self._observations(part, rules), rules, self.zone))
            done += part["source_id"].n_unique()
            say(f"whom {done:,} of them met")
        return reduce(Found.and_, found)

    def left_out(self, windows: pl.DataFrame) -> pl.DataFrame:
        """The tickets on anybody's runs that could not count. A ticket may be lost to one source and not to another of
        the same case, so all are looked at together.
        """
        seats = [rule for rule in self.definition.rules if rule.evidence == "seat"]
        if not seats:
            return pl.DataFrame(schema=LEFT_OUT)
        return left_out(windows, self._observations(windows, seats), self.definition)

    def _observations(self, windows: pl.DataFrame, rules: Sequence[Rule]) -> Observations:
        around = self.held.around(windows, rules, self.definition, self.now)
        return Observations(around.records, self.definition, self.now, around.near)


def _parts(windows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The windows of some sources at a time, all of each source's together; at least one part."""
    length = (pl.col("finished_at").max() - pl.col("started_at").min()) / HOUR
    hours = windows.group_by("source_id").agg(hours=length).sort("source_id")
    numbered = hours.select("source_id", part=(pl.col("hours").cum_sum() // HOURS_AT_ONCE).cast(pl.Int64))
    placed = windows.join(numbered, on="source_id", maintain_order="left")
    for part in range(placed["part"].max() + 1 if len(placed) else 1):
        yield placed.filter(part=part).drop("part")

"""A sweep: how many people the list of one case would have under each of many thresholds.

Every number is that of a screen whose definition has the setting's threshold, secondary contacts included; but whatever
two settings share is found once. Meetings hang on a distance and not on a time, so each distance is searched once
without a threshold, and the times are held against what it measured. Passages are found once, at the greatest distance.
A close contact's window hangs on its first contact: settings that agree on it share the search, and rules that do not
change are searched once in each window.

source: specification, "Rules" and "Contacts". cost: about a screen of one case, and a fraction of one per distance.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from tracing.contacts import close_contacts, listed
from tracing.definitions import TIERS, Definition, Rule
from tracing.errors import NotACase
from tracing.evidence import Observations
from tracing.exposures import qualifying
from tracing.frames import complete
from tracing.model import CONFIRMED
from tracing.searches import search
from tracing.sweep.thresholds import Grid, changed
from tracing.times import to_ms
from tracing.windows import infectious_windows, secondary_windows

COUNTS = (*TIERS, "people", "by_these_rules")
_EXPOSURES = {
    "window": pl.Int64,
    "case_id": pl.String,
    "person_id": pl.String,
    "hop": pl.Int32,
    "rule": pl.String,
    "tier": pl.String,
    "measured_ms": pl.Int64,
    "first_at": pl.Int64,
}
_NOBODY = pl.DataFrame(schema={"case_id": pl.String, "source_id": pl.String, "first_contact_at": pl.Int64})
_STRETCH = ["source_id", "started_at", "finished_at"]


@dataclass(frozen=True)
class Sweep:
    """What each setting would list.

    cells           one row per setting: within_m, minutes (null: each rule's own), the people of each tier, all
                    `people`, `by_these_rules` (how many the chosen rules put on the list at the first hop, whatever
                    else does), `own` (whether it is the definition as it stands)
    standing        how many people the definition as it stands lists, be it one of the settings or not
    empty_because   why the case's infectious period is empty; None where it is not
    """

    case_id: str
    definition: Definition
    grid: Grid
    as_of: datetime
    timezone: str
    empty_because: str | None
    cells: pl.DataFrame
    standing: int


def sweep(
    records: Mapping[str, pl.DataFrame],
    definition: Definition,
    case_id: str,
    grid: Grid,
    as_of: datetime,
    zone: str,
    say: Callable[[str], None] = lambda step: None,
) -> Sweep:
    """The numbers of people on a case's list under each setting of a grid.

    records     as `tracing.screening.screen` takes them
    say         is told how many settings are done; never a value of a record
    Errors: NotACase.
    """
    records, now = complete(records), to_ms(as_of)
    confirmed = records["cases"].filter(pl.col("classification").is_in(CONFIRMED))
    windows, cases = infectious_windows(confirmed, records["isolations"], definition.infectious_period, now, zone)
    case = cases.filter(case_id=case_id)
    if case.is_empty():
        raise NotACase(f"{case_id}: not a confirmed case of this workspace")
    trial = _Trial(Observations(records, definition, now), definition, grid, zone, cases["person_id"])
    own = windows.filter(case_id=case_id)
    say(f"0 of {len(grid.settings):,} settings")
    rows = []
    for row in trial.counted(own):
        rows.append(row)
        say(f"{len(rows) * len(grid.minutes):,} of {len(grid.settings):,} settings")
    cells = _cells(definition, grid, rows)
    empty_because, standing = case["empty_because"].item(), _standing(trial, own, cells)
    return Sweep(case_id, definition, grid, as_of, zone, empty_because, cells, standing)


def _standing(trial: "_Trial", own: pl.DataFrame, cells: pl.DataFrame) -> int:
    """The people listed where every rule keeps its own distance and time."""
    if cells["own"].any():
        return cells.filter("own")["people"][0]
    [row] = replace(trial, grid=Grid(trial.grid.rules, (None,), (None,))).counted(own)
    return row["people"].item()


def _cells(definition: Definition, grid: Grid, rows: Sequence[pl.DataFrame]) -> pl.DataFrame:
    chosen = [definition.rule(name) for name in grid.rules]
    own = [all(changed(rule, *setting) == rule for rule in chosen) for setting in grid.settings]
    axes = pl.DataFrame(grid.settings, orient="row", schema={"within_m": pl.Float64, "minutes": pl.Float64})
    return axes.hstack(pl.concat(rows)).with_columns(own=pl.Series(own, dtype=pl.Boolean))


@dataclass(frozen=True)
class _Trial:
    """One case under every setting. A setting's list is told by its number: it stands where the functions of
    `contacts` and `windows` keep the `case_id` that tells lists apart.
    """

    observations: Observations
    definition: Definition
    grid: Grid
    zone: str
    case_persons: pl.Series

    def counted(self, own: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Per distance the counts of its settings; `own`: the windows of the case."""
        direct = self._direct(own)
        onward = self._onward(direct)
        stretches = _numbered(onward)
        onward = onward.join(stretches.select(*_STRETCH, "window"), on=_STRETCH).select("case_id", "window", "row")
        self._look_ahead(stretches, self.definition.onward)
        unchanged = pl.DataFrame(schema=_EXPOSURES)
        for row, first in enumerate(direct):
            unchanged = unchanged.vstack(self._unchanged(stretches.filter(row=row), self.definition.onward))
            theirs = onward.filter(row=row).drop("row")
            asked = stretches.join(theirs, on="window", how="semi")
            tried = self._tried(asked, self.definition.onward, row).join(theirs, on=["case_id", "window"], how="semi")
            shared = unchanged.drop("case_id").join(theirs, on="window").select(list(_EXPOSURES))
            yield self._count(first, pl.concat([tried, shared]), row)

    def _direct(self, own: pl.DataFrame) -> list[pl.DataFrame]:
        """Per distance the exposures to the case itself, of every setting."""
        rules = self.definition.rules
        self._look_ahead(own, rules)
        shared = self._unchanged(own, rules).drop("case_id")
        found = []
        for row in range(len(self.grid.withins)):
            unchanged = shared.join(self._lists(row), how="cross").select(list(_EXPOSURES))
            found.append(pl.concat([self._tried(own, rules, row), unchanged]))
        return found

    def _onward(self, direct: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """The windows of the close contacts of every setting, with the `row` of its distance."""
        isolations, now = self.observations.records["isolations"], self.observations.as_of
        onward = [secondary_windows(_NOBODY, isolations, 0, now, 0).with_columns(row=0)]
        for row, exposures in enumerate(direct if self.definition.onward else []):
            close = close_contacts(exposures, self.case_persons)
            windows = secondary_windows(close, isolations, self.definition.secondary.latent_hours, now, 0)
            onward.append(windows.with_columns(row=row))
        return pl.concat(onward).drop("window")

    def _look_ahead(self, windows: pl.DataFrame, rules: Sequence[Rule]) -> None:
        """Find the passages of every kind of track once, at the greatest distance that any rule will ask for."""
        tracks = [rule for rule in rules if rule.evidence == "track"]
        tried = [
            changed(rule, within_m, None) for rule in tracks if self._changes(rule) for within_m in self.grid.withins
        ]
        farthest = {}
        for rule in sorted([*tracks, *tried], key=lambda rule: rule.parameters["within_m"]):
            farthest[rule.parameters["max_gap_minutes"], rule.parameters["max_accuracy_m"]] = rule
        for rule in farthest.values():
            self.observations.look_ahead(windows, rule)

    def _changes(self, rule: Rule) -> bool:
        return rule.id in self.grid.rules

    def _unchanged(self, windows: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
        """The exposures under the rules that stay as they are."""
        return self._search(windows, [rule for rule in rules if not self._changes(rule)])

    def _tried(self, windows: pl.DataFrame, rules: Sequence[Rule], row: int) -> pl.DataFrame:
        """The exposures under the chosen rules at one distance, once for each setting that they qualify in."""
        within_m, chosen = self.grid.withins[row], [rule for rule in rules if self._changes(rule)]
        open_ended = [replace(changed(rule, within_m, None), threshold_minutes=None) for rule in chosen]
        together = self._search(windows, open_ended)
        numbers = zip(self._lists(row)["case_id"], self.grid.minutes, strict=True)
        reached = [
            qualifying(together.filter(rule=rule.id), changed(rule, None, minutes)).with_columns(case_id=pl.lit(number))
            for number, minutes in numbers
            for rule in chosen
        ]
        return pl.concat([pl.DataFrame(schema=_EXPOSURES), *reached])

    def _search(self, windows: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
        if not rules:
            return pl.DataFrame(schema=_EXPOSURES)
        return search(windows, self.observations, rules, self.zone).exposures.select(list(_EXPOSURES))

    def _lists(self, row: int) -> pl.DataFrame:
        """The numbers of the settings of one distance."""
        times = len(self.grid.minutes)
        return pl.DataFrame({"case_id": [str(number) for number in range(row * times, (row + 1) * times)]})

    def _count(self, first: pl.DataFrame, second: pl.DataFrame, row: int) -> pl.DataFrame:
        """The people on the lists of one distance's settings."""
        person = pl.col("person_id")
        tiers = {tier: person.filter(pl.col("line_tier") == tier).n_unique() for tier in TIERS}
        listed_people = listed(pl.concat([first, second]), self.case_persons)
        lines = listed_people.group_by("case_id").agg(**tiers, people=person.n_unique())
        theirs = first.filter(pl.col("rule").is_in(self.grid.rules), ~person.is_in(self.case_persons.implode()))
        alone = theirs.group_by("case_id").agg(by_these_rules=person.n_unique())
        counted = self._lists(row).join(lines, on="case_id", how="left").join(alone, on="case_id", how="left")
        return counted.sort(pl.col("case_id").cast(pl.Int64)).select(pl.col(COUNTS).fill_null(0).cast(pl.Int64))


def _numbered(onward: pl.DataFrame) -> pl.DataFrame:
    """Every window that some setting asks for, once: with a number, and the first `row` that asks for it."""
    once = onward.group_by(_STRETCH).agg(pl.col("row").min()).sort(_STRETCH).with_row_index("window")
    return once.with_columns(pl.col("window").cast(pl.Int64), case_id=pl.lit(""), hop=pl.lit(1, pl.Int32))

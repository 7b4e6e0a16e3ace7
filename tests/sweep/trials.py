"""What sweeps are held against: for every setting a screen of its own, under a definition written anew."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import polars as pl

from tests.lib.in_memory import in_memory
from tests.lib.product import take_in, write_csv
from tests.lib.worlds import ALL_EVIDENCE, random_world
from tracing import definitions, records
from tracing.definitions import TIERS, Definition
from tracing.intake.instants import instant
from tracing.screening import screen
from tracing.sweep import COUNTS, Sweep, sweep
from tracing.sweep.thresholds import Grid, grid

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples" / "records"


@dataclass(frozen=True)
class Trial:
    """Records as a screen takes them, a definition as its file is read, and the settings to try."""

    records: Mapping[str, pl.DataFrame]
    document: dict
    as_of: datetime
    timezone: str
    grid: Grid

    @property
    def definition(self) -> Definition:
        return definitions.parse(self.document, "trial.toml")

    @property
    def cases(self) -> list[str]:
        confirmed = pl.col("classification").is_in(("confirmed", "asymptomatic"))
        return self.records["cases"].filter(confirmed)["case_id"].sort().to_list()


def records_of(paths: Iterable[Path], timezone: str) -> dict[str, pl.DataFrame]:
    """The records of files, taken in as the ingest flow does."""
    with in_memory("store") as store, in_memory("vault") as vault:
        for path in paths:
            take_in(store, vault, path, timezone)
        return records.load(store)


def random_trial(seed: int) -> Trial:
    """A random world with all kinds of evidence, and a few settings for some of its rules."""
    world, dice = random_world(seed, ALL_EVIDENCE), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = [write_csv(Path(folder) / f"{kind}.csv", rows) for kind, rows in world.files.items() if rows]
        known = records_of(paths, world.timezone)
    as_of = instant(world.as_of, world.timezone, closing=True)
    definition = definitions.parse(world.definition, "world.toml")
    return Trial(known, world.definition, as_of, world.timezone, random_grid(definition, dice))


def random_grid(definition: Definition, dice: Random) -> Grid:
    """Rules with distances and distances for them, where there are any; else only times."""
    far = [rule.id for rule in definition.rules if rule.parameters.get("within_m") is not None]
    withins = dice.choice([(1.0, 20.0), (15.23, 35.0, 110.0), (1.8288,)]) if far and dice.random() < 0.8 else None
    times = dice.choice([(0.0, 5.0, 10.0), (5.0, 12.5), (0.01, 15.0)])
    among = far if withins else [rule.id for rule in definition.rules]
    return grid(definition, dice.sample(among, dice.randint(1, len(among))), withins, times)


def document_at(trial: Trial, within_m: float | None, minutes: float | None) -> dict:
    """The definition's document with one setting written into it."""
    rules = []
    for rule in trial.document["rule"]:
        rule = dict(rule)
        if rule["id"] in trial.grid.rules:
            if within_m is not None:
                rule["within_m"] = within_m
            if minutes is not None:
                rule["more_than_minutes" if "more_than_minutes" in rule else "at_least_minutes"] = minutes
        rules.append(rule)
    return trial.document | {"rule": rules}


def screened(trial: Trial, within_m: float | None, minutes: float | None) -> dict[str, dict[str, int]]:
    """What a screen of its own lists under one setting: per case the people of each tier, of all, and of the rules."""
    definition = definitions.parse(document_at(trial, within_m, minutes), "setting.toml")
    found = screen(trial.records, definition, trial.as_of, trial.timezone)
    met = found.exposures.filter(pl.col("hop") == 0, pl.col("rule").is_in(trial.grid.rules))
    met = met.filter(~pl.col("person_id").is_in(found.cases["person_id"].implode()))
    answer = {}
    for case in trial.cases:
        lines = found.contacts.filter(case_id=case)
        tiers = {tier: lines.filter(tier=tier).height for tier in TIERS}
        alone = met.filter(case_id=case)["person_id"].n_unique()
        answer[case] = {**tiers, "people": lines.height, "by_these_rules": alone}
    return answer


def swept(trial: Trial, case_id: str) -> Sweep:
    """A sweep of one case."""
    return sweep(trial.records, trial.definition, case_id, trial.grid, trial.as_of, trial.timezone)


def assert_equal_to_screens(trial: Trial) -> list[dict]:
    """Every cell of the sweeps of all cases is what its screen lists; gives back the cells."""
    screens = [screened(trial, *setting) for setting in trial.grid.settings]
    as_it_stands = screened(trial, None, None)
    cells = []
    for case in trial.cases:
        found = swept(trial, case)
        assert found.standing == as_it_stands[case]["people"]
        told = found.cells.to_dicts()
        assert [(cell["within_m"], cell["minutes"]) for cell in told] == trial.grid.settings
        assert [{name: cell[name] for name in COUNTS} for cell in told] == [screen[case] for screen in screens]
        cells += told
    return cells

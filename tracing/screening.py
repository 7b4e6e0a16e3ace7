"""A screen: records -> windows -> meetings -> episodes -> exposures -> contacts, for all cases at once.

Everything a list, a graph or an explanation needs later is in the answer, so that whoever reads it needs
neither the records nor the rules again. Source: specification, "Times" to "Contacts".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tracing.contacts import close_contacts, contacts, listed
from tracing.coverage import coverage, left_out, reliance
from tracing.definitions import Definition
from tracing.evidence import Observations
from tracing.frames import complete
from tracing.model import CONFIRMED
from tracing.searches import numbered, search
from tracing.times import to_ms
from tracing.windows import infectious_windows, secondary_windows


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
    records: Mapping[str, pl.DataFrame],
    definition: Definition,
    as_of: datetime,
    zone: str,
    say: Callable[[str], None] = lambda step: None,
) -> Screening:
    """The contacts of all confirmed cases.

    records     kind -> frame of that kind's columns (see `tracing.model`); `tracing.frames` says what may be absent
    say         is told each step, for progress; never a value of a record
    """
    now = to_ms(as_of)
    records = complete(records)
    observations = Observations(records, definition, now)
    confirmed = records["cases"].filter(pl.col("classification").is_in(CONFIRMED))
    windows, cases = infectious_windows(confirmed, records["isolations"], definition.infectious_period, now, zone)
    say(f"{len(cases)} cases")
    found = search(windows, observations, definition.rules, zone)
    close = close_contacts(found.exposures, cases["person_id"])
    say(f"{len(close)} close contacts")
    if definition.secondary and not close.is_empty():
        latent = definition.secondary.latent_hours
        onward = secondary_windows(close, records["isolations"], latent, now, next_window=len(cases))
        rules = [definition.rule(name) for name in definition.secondary.rules]
        windows, found = windows.vstack(onward), found.and_(search(onward, observations, rules, zone))
    exposures, episodes = numbered(found.exposures, found.episodes, "hop")
    behind = listed(exposures, cases["person_id"])
    lines = contacts(behind, episodes, records["persons"], definition, zone)
    say(f"{len(lines)} contacts")
    exposures = exposures.with_columns(listed=pl.col("exposure").is_in(behind["exposure"].implode()))
    covered = coverage(cases, windows, observations, definition.rules, zone)
    lost = left_out(windows, observations, definition)
    assumed = reliance(exposures, episodes, lines)
    return Screening(cases, windows, exposures, found.shortfalls, episodes, lines, covered, lost, assumed)

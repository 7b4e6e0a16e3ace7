"""Backward tracing: what ties several cases together in the days before each could infect others.

Places, plates, runs of a service and people are alternatives to look into, ranked by how many of the given cases each
ties and by how little chance explains it; none of them is said to be the source of anybody.
Source: specification, "Contacts" (backward).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tracing.backward import acquaintances, alternatives, traffic
from tracing.backward.traffic import ALTERNATIVE
from tracing.backward.visits import visits
from tracing.definitions import Backward, Definition
from tracing.errors import NotACase
from tracing.evidence import Observations
from tracing.frames import complete
from tracing.model import CONFIRMED
from tracing.times import to_ms
from tracing.windows import backward_windows


@dataclass(frozen=True)
class Backtrace:
    """What a search backward found; instants are ms since 1970, UTC.

    least           how many cases something must tie to be listed
    lookback_days   how many local days before its reference the search of a case begins
    cases           one row per given case: case_id, person_id, reference, reference_at, started_at, finished_at (of
                    its window, null without one), empty_because, visited (how many places, runs and plates records
                    of those days tie it to), met (how many people)
    alternatives    one row per place, run, plate or person that ties enough, in order: rank, kind, id, name (of a
                    place), own_cases (a person's), cases (it was together with), tied (their number, her own given
                    ones among them), first_at, last_at, expected, chance, more_than_chance (see `alternatives`)
    ties            one row per alternative and case it was together with: kind, id, case_id, first_at, last_at
    kinds           one row per kind: kind, seen, listed, by_chance (see `alternatives`)
    groups          the given cases that hang together by what ties more of them than chance would
    """

    least: int
    lookback_days: int
    cases: pl.DataFrame
    alternatives: pl.DataFrame
    ties: pl.DataFrame
    kinds: pl.DataFrame
    groups: list[list[str]]


def backtrace(
    records: Mapping[str, pl.DataFrame], definition: Definition, case_ids: Collection[str], as_of: datetime, zone: str
) -> Backtrace:
    """What ties the given cases together. A definition without `[backward]` looks back 14 days.

    records     kind -> frame of that kind's columns (see `tracing.model`)
    Errors: NotACase for an id that is no confirmed case.
    """
    records, now = complete(records), to_ms(as_of)
    confirmed = records["cases"].filter(pl.col("classification").is_in(CONFIRMED))
    given, days = _given(confirmed, case_ids), (definition.backward or Backward()).lookback_days
    windows, cases = backward_windows(given, definition.infectious_period, days, now, zone)
    least = min(2, len(cases))
    observations = Observations(records, definition, now)
    people, looked_at, met = acquaintances.held(windows, cases, observations, zone, least)
    visited = traffic.held(visits(observations, zone), windows, cases)
    held = pl.concat([visited, people])
    weighed = alternatives.weighed(held, len(cases))
    kinds = alternatives.kinds(weighed, least, looked_at)
    listed = alternatives.listed(weighed, kinds, least)
    ties = held.filter("ties").join(listed.select(*ALTERNATIVE, "rank", "more_than_chance"), on=ALTERNATIVE)
    return Backtrace(
        least=least,
        lookback_days=days,
        cases=_searched(cases, windows, visited.filter("ties"), met),
        alternatives=_described(listed, records["places"], confirmed),
        ties=_together(ties),
        kinds=kinds,
        groups=alternatives.groups(cases, ties.filter("more_than_chance")),
    )


def _given(confirmed: pl.DataFrame, case_ids: Collection[str]) -> pl.DataFrame:
    unknown = sorted(set(case_ids) - set(confirmed["case_id"]))
    if unknown:
        raise NotACase(f"{unknown[0]}: not a confirmed case of this workspace")
    return confirmed.filter(pl.col("case_id").is_in(list(case_ids)))


def _searched(cases: pl.DataFrame, windows: pl.DataFrame, visited: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """The cases with their windows, and how much there was to be found in them."""
    stretches = windows.select("case_id", "started_at", "finished_at")
    known = cases.select("case_id", "person_id", "reference", "reference_at", "empty_because")
    for more in (stretches, visited.group_by("case_id").agg(visited=pl.len()), met):
        known = known.join(more, on="case_id", how="left")
    return known.with_columns(pl.col("visited", "met").fill_null(0).cast(pl.Int64)).sort("case_id")


def _together(ties: pl.DataFrame) -> pl.DataFrame:
    """The ties to others: a person's tie to her own case has no times."""
    others = ties.filter(pl.col("first_at").is_not_null()).sort("rank", "case_id")
    return others.select(*ALTERNATIVE, "case_id", "first_at", "last_at")


def _described(listed: pl.DataFrame, places: pl.DataFrame, confirmed: pl.DataFrame) -> pl.DataFrame:
    """The alternatives with the names of places, and the confirmed cases that people are themselves."""
    names = places.select(pl.lit("place").alias("kind"), pl.col("place_id").alias("id"), "name")
    own = confirmed.group_by(pl.lit("person").alias("kind"), pl.col("person_id").alias("id")).agg(
        own_cases=pl.col("case_id").sort()
    )
    described = listed.join(names, on=ALTERNATIVE, how="left").join(own, on=ALTERNATIVE, how="left").sort("rank")
    return described.with_columns(pl.col("own_cases").fill_null([])).select(
        "rank", *ALTERNATIVE, "name", "own_cases", "cases", "tied", "first_at", "last_at", "expected", "chance",
        "more_than_chance",
    )  # fmt: skip

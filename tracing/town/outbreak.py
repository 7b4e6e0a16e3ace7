"""A small transmission through the town: who infected whom, and how each infection then took its course.

The numbers here are parameters that make a sample of plausible cases; they are not findings about a disease.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.town.days import DAY_S, HOUR_S, MINUTE_S

INFECTIOUS_BEFORE_S = 36 * HOUR_S
MOST_INFECTED_BY_ONE = 2
QUARANTINE_AFTER_S = 6 * HOUR_S
COUNTED_MINUTES = 120
MET_AT_LEAST_MINUTES = 15
LATEST_BEFORE_END_S = 30 * HOUR_S
NO_TRAIL_WEIGHT = 0.15
"""Cases with trails give a sample with something to search for."""


@dataclass(frozen=True)
class Infection:
    """One infection and its course, in seconds; `infector` is None for the first case."""

    person: int
    infector: int | None
    infected: int
    onset: int
    sampled: int
    confirmed: int
    isolated: int


def spread(
    rng: np.random.Generator, meetings: pl.DataFrame, people: pl.DataFrame, first: int, days: int, cases: int
) -> list[Infection]:
    """The infections in the order in which they were found, from the first case on.

    Fewer than `cases` where the infected meet too few people.
    """
    finish = days * DAY_S
    found = [_first_case(rng, first, finish)]
    for infector in found:
        for _ in range(MOST_INFECTED_BY_ONE):
            if len(found) == cases:
                return found
            taken = {infection.person for infection in found}
            if chosen := _infect(rng, infector, taken, meetings, people, finish):
                found.append(chosen)
    return found


def choose_first(rng: np.random.Generator, meetings: pl.DataFrame, people: pl.DataFrame, group: np.ndarray) -> int:
    """Of the group, somebody with a trail who meets neither few nor very many; else whoever has a trail."""
    long_enough = pl.col("finished") - pl.col("started") >= MET_AT_LEAST_MINUTES * MINUTE_S
    met = pl.concat(
        meetings.filter(long_enough).select(person=pl.col(one), other=pl.col(other))
        for one, other in (("person_a", "person_b"), ("person_b", "person_a"))
    )
    counts = met.group_by("person").agg(pl.col("other").n_unique())
    sociable = counts.filter(pl.col("other").is_between(15, 40))["person"].to_numpy()
    trails = np.flatnonzero(people["gives_trail"].to_numpy())
    best = np.intersect1d(np.intersect1d(group, trails), sociable)
    return int(rng.choice(best if len(best) else trails))


def meetings_of(person: int, meetings: pl.DataFrame, begin: int, end: int) -> pl.DataFrame:
    """One person's meetings, cut to [begin, end): other, setting, started, finished.

    Those wholly outside stay, with an end before their start: hold them against a least length.
    """
    mine = meetings.filter((pl.col("person_a") == person) | (pl.col("person_b") == person))
    return mine.select(
        "setting",
        other=pl.when(pl.col("person_a") == person).then("person_b").otherwise("person_a"),
        started=pl.col("started").clip(lower_bound=begin),
        finished=pl.col("finished").clip(upper_bound=end),
    )


def quarantines(infections: list[Infection], people: pl.DataFrame) -> dict[int, int]:
    """When each housemate of a case was brought away: some hours after the household's first case was."""
    household = people["household"]
    since: dict[int, int] = {}
    for infection in infections:
        since.setdefault(household[infection.person], infection.isolated + QUARANTINE_AFTER_S)
    found = {infection.person for infection in infections}
    members = people.select(pl.int_range(pl.len()).alias("person"), "household").filter(
        pl.col("household").is_in(list(since))
    )
    return {person: since[home] for person, home in members.iter_rows() if person not in found}


def _first_case(rng: np.random.Generator, person: int, finish: int) -> Infection:
    """Infected out of town, before the records begin or soon after."""
    return _course(rng, person, None, int(0.4 * finish) - 45 * HOUR_S, finish)


def _course(rng: np.random.Generator, person: int, infector: int | None, infected: int, finish: int) -> Infection:
    """Onset, sample, isolation and result, the last three by day and all before the records end."""
    onset = min(infected + int(rng.uniform(34, 56) * HOUR_S), finish - 16 * HOUR_S)
    sampled = min(_by_day(onset + int(rng.uniform(10, 26) * HOUR_S)), finish - 11 * HOUR_S)
    isolated = min(_by_day(sampled + int(rng.uniform(4, 9) * HOUR_S)), finish - 4 * HOUR_S)
    confirmed = min(sampled + int(rng.uniform(6, 12) * HOUR_S), finish - 2 * HOUR_S)
    return Infection(person, infector, infected, onset, sampled, confirmed, isolated)


def _by_day(second: int) -> int:
    """The same moment, moved into the hours from 8 to 20."""
    return second // DAY_S * DAY_S + min(max(second % DAY_S, 8 * HOUR_S), 20 * HOUR_S)


def _infect(
    rng: np.random.Generator, infector: Infection, taken: set[int], meetings: pl.DataFrame, people: pl.DataFrame, finish
) -> Infection | None:
    """One more infection by this infector, in one of its meetings while infectious."""
    met = _chances(infector, taken, meetings, people, finish)
    if met.is_empty():
        return None
    weight = met["weight"].to_numpy()
    start, end, person = met.select("started", "finished", "other").row(
        int(rng.choice(met.height, p=weight / weight.sum()))
    )
    return _course(rng, person, infector.person, int(rng.integers(start, end)), finish)


def _chances(
    infector: Infection, taken: set[int], meetings: pl.DataFrame, people: pl.DataFrame, finish: int
) -> pl.DataFrame:
    """The infector's meetings that can infect: other, started, finished, weight.

    Nobody of a household that has a case already, the infector's own apart, so that no quarantine comes
    before the infection that explains it. Each setting is as likely as another, so that chains go through several.
    """
    households = people["household"]
    closed = {households[person] for person in taken} - {households[infector.person]}
    folk = people.select(pl.int_range(pl.len()).alias("other"), "household", "gives_trail")
    begin, end = infector.onset - INFECTIOUS_BEFORE_S, min(infector.isolated, finish - LATEST_BEFORE_END_S)
    minutes = (pl.col("finished") - pl.col("started")) / MINUTE_S
    return (
        meetings_of(infector.person, meetings, begin, end)
        .filter(minutes >= MET_AT_LEAST_MINUTES, ~pl.col("other").is_in(list(taken)))
        .join(folk, on="other", maintain_order="left")
        .filter(~pl.col("household").is_in(list(closed)))
        .with_columns(
            weight=minutes.clip(0, COUNTED_MINUTES) * pl.when("gives_trail").then(1.0).otherwise(NO_TRAIL_WEIGHT)
        )
        .with_columns(pl.col("weight") / pl.col("weight").sum().over("setting"))
    )

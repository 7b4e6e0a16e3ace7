"""A small transmission through the town: who infected whom, and how each infection then took its course.

The numbers here are parameters that make a sample of plausible cases; they are not findings about a disease.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.town.days import DAY_S, HOUR_S, MINUTE_S

INFECTIOUS_BEFORE_S = 36 * HOUR_S
MOST_INFECTED_BY_ONE = 2
SEARCHED_BEFORE_S = 48 * HOUR_S
QUARANTINE_AFTER_S = 6 * HOUR_S
REACHED_SHARE = 0.8
COUNTED_MINUTES = 120
MET_AT_LEAST_MINUTES = 15
LATEST_BEFORE_END_S = 30 * HOUR_S
SOCIABLE = (20, 45)
UNSUITABLE_WEIGHT = 0.02
"""Mostly people with a trail who meet neither few nor very many become cases: that gives something to search for."""


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
    rng: np.random.Generator, meetings: pl.DataFrame, suitable: np.ndarray, first: int, days: int, cases: int
) -> list[Infection]:
    """The infections in the order in which they were found, from the first case on.

    `suitable` has one entry a person. Fewer than `cases` where the infected meet too few people.
    """
    finish = days * DAY_S
    found = [_first_case(rng, first, finish)]
    for infector in found:
        for _ in range(MOST_INFECTED_BY_ONE):
            if len(found) == cases:
                return found
            taken = {infection.person for infection in found}
            if chosen := _infect(rng, infector, taken, meetings, suitable, finish):
                found.append(chosen)
    return found


def suitable_cases(meetings: pl.DataFrame, people: pl.DataFrame) -> np.ndarray:
    """For each person whether it gives a trail and meets a sociable number of people (see `SOCIABLE`)."""
    long_enough = pl.col("finished") - pl.col("started") >= MET_AT_LEAST_MINUTES * MINUTE_S
    met = pl.concat(
        meetings.filter(long_enough).select(person=pl.col(one), other=pl.col(other))
        for one, other in (("person_a", "person_b"), ("person_b", "person_a"))
    )
    counts = met.group_by("person").agg(pl.col("other").n_unique())
    sociable = counts.filter(pl.col("other").is_between(*SOCIABLE))["person"].to_numpy()
    return people["gives_trail"].to_numpy() & np.isin(np.arange(people.height), sociable)


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


def quarantines(
    rng: np.random.Generator, infections: list[Infection], meetings: pl.DataFrame, people: pl.DataFrame, days: int
) -> dict[int, int]:
    """When people who met a case were brought away (seconds): housemates soon, of the others those who were reached."""
    since: dict[int, int] = {}
    household = people["household"].to_numpy()
    for case in infections:
        for person in np.flatnonzero(household == household[case.person]).tolist():
            since.setdefault(person, _by_day(case.isolated + QUARANTINE_AFTER_S))
        for person in met_by(case, meetings).to_list():
            if rng.random() < REACHED_SHARE:
                since.setdefault(person, _by_day(case.confirmed + int(rng.uniform(3, 20) * HOUR_S)))
    found = {case.person for case in infections}
    return {person: at for person, at in since.items() if person not in found and at < days * DAY_S}


def met_by(case: Infection, meetings: pl.DataFrame) -> pl.Series:
    """Whom the case met long enough from two days before its onset on, in the order of first meeting."""
    cut = meetings_of(case.person, meetings, case.onset - SEARCHED_BEFORE_S, case.isolated)
    long_enough = pl.col("finished") - pl.col("started") >= MET_AT_LEAST_MINUTES * MINUTE_S
    return cut.filter(long_enough)["other"].unique(maintain_order=True)


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
    rng: np.random.Generator,
    infector: Infection,
    taken: set[int],
    meetings: pl.DataFrame,
    suitable: np.ndarray,
    finish: int,
) -> Infection | None:
    """One more infection by this infector, in one of its meetings while infectious."""
    met = _chances(infector, taken, meetings, suitable, finish)
    if met.is_empty():
        return None
    weight = met["weight"].to_numpy()
    chosen = int(rng.choice(met.height, p=weight / weight.sum()))
    start, end, person = met.select("started", "finished", "other").row(chosen)
    return _course(rng, person, infector.person, int(rng.integers(start, end)), finish)


def _chances(
    infector: Infection, taken: set[int], meetings: pl.DataFrame, suitable: np.ndarray, finish: int
) -> pl.DataFrame:
    """The infector's meetings that can infect: other, started, finished, weight.

    Each setting is as likely as another, so that chains go through several.
    """
    begin, end = infector.onset - INFECTIOUS_BEFORE_S, min(infector.isolated, finish - LATEST_BEFORE_END_S)
    minutes = (pl.col("finished") - pl.col("started")) / MINUTE_S
    counted = minutes.clip(0, COUNTED_MINUTES)
    met = meetings_of(infector.person, meetings, begin, end).filter(
        minutes >= MET_AT_LEAST_MINUTES, ~pl.col("other").is_in(list(taken))
    )
    suits = pl.Series(np.where(suitable[met["other"].to_numpy()], 1.0, UNSUITABLE_WEIGHT))
    return met.with_columns(weight=counted / counted.sum().over("setting") * suits)

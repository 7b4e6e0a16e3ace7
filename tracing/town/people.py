"""The town's people: households, ages, what they do all day, and where they live, work and shop."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.town.places import Needs, nearest, sites

HOUSEHOLD_SIZES = (0.18, 0.27, 0.27, 0.15, 0.08, 0.05)
"""Shares of households of 1 to 6: parameters of the sample, not a census."""

WORKERS_PER_OFFICE = 12
PUPILS_PER_CLASSROOM = 18


@dataclass(frozen=True)
class Habits:
    """The sites each person goes to, one row a person: three to choose from for shop, lunch and dinner."""

    home: np.ndarray
    work: np.ndarray
    friend: np.ndarray
    shops: np.ndarray
    lunches: np.ndarray
    dinners: np.ndarray


def population(rng: np.random.Generator, people: int, trails: float) -> pl.DataFrame:
    """All people, one a row; the row number is the person.

    Columns: person_id, household, age, sex, role (`worker`, `pupil`, `free`), gives_trail, drives, rides.
    `trails` is the share of people whose phone gives a location trail.
    """
    household, member = _households(rng, people)
    age = _ages(rng, household, member)
    works = (age >= 19) & (age < 62) & (rng.random(people) < 0.88)
    role = np.where(works, "worker", np.where((age >= 7) & (age < 19), "pupil", "free"))
    has_car = rng.random(household[-1] + 1) < 0.3
    return pl.DataFrame(
        {
            "person_id": [f"P{i + 1:05d}" for i in range(people)],
            "household": household,
            "age": age,
            "sex": np.where(rng.random(people) < 0.5, "F", "M"),
            "role": role,
            "gives_trail": (rng.random(people) < trails) & (age >= 10),
            "drives": has_car[household] & (member == 0) & (age < 70),
            "rides": rng.random(people) < 0.35,
        }
    )


def needs(rng: np.random.Generator, people: pl.DataFrame) -> Needs:
    """The places this population asks for: 2 to 5 flats a building, one flat a household."""
    households = people["household"].n_unique()
    ends = np.minimum(np.cumsum(rng.integers(2, 6, households)), households)
    flats = np.diff(ends, prepend=0)
    roles = people["role"].to_list()
    return Needs(
        flats_of_building=flats[flats > 0],
        offices=max(2, round(0.85 * roles.count("worker") / WORKERS_PER_OFFICE)),
        classrooms=max(1, round(roles.count("pupil") / PUPILS_PER_CLASSROOM)),
        people=people.height,
    )


def settle(rng: np.random.Generator, people: pl.DataFrame, places: pl.DataFrame) -> Habits:
    """Gives everybody a home, a workplace or classroom (else the home), a friend's home, and venues nearby."""
    home = sites(places, "flat")[people["household"].to_numpy()]
    work = home.copy()
    role = people["role"].to_numpy()
    pupils, workers = np.flatnonzero(role == "pupil"), rng.permutation(np.flatnonzero(role == "worker"))
    work[pupils] = _spread(rng, sites(places, "classroom"), len(pupils))
    counters = np.concatenate([sites(places, "shop"), sites(places, "restaurant")])[: len(workers) // 6]
    work[workers[: len(counters)]] = counters
    work[workers[len(counters) :]] = _spread(rng, sites(places, "office"), len(workers) - len(counters))
    return Habits(
        home=home,
        work=work,
        friend=home[rng.permutation(people.height)],
        shops=nearest(places, home, "shop", 3),
        lunches=nearest(places, work, "restaurant", 3),
        dinners=nearest(places, home, "restaurant", 5),
    )


def _spread(rng: np.random.Generator, rooms: np.ndarray, count: int) -> np.ndarray:
    return rng.permutation(np.resize(rooms, count))


def _households(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """The household of each person, and which member of it the person is."""
    sizes = rng.choice(np.arange(1, 7), size=people, p=HOUSEHOLD_SIZES)
    household = np.repeat(np.arange(people), sizes)[:people]
    first = np.searchsorted(household, household)
    return household, np.arange(people) - first


def _ages(rng: np.random.Generator, household: np.ndarray, member: np.ndarray) -> np.ndarray:
    """The first two members are a couple, the next two their children, the last two their parents."""
    family = np.bincount(household)[household] > 2
    head = np.where(family, rng.integers(30, 55, family.size)[household], rng.integers(24, 76, family.size)[household])
    shift = rng.integers(-4, 5, len(household))
    parents = np.clip(head + 26 + shift, 50, 92)
    children = np.clip(head - 29 + shift, 2, 45)
    return np.select([member == 0, member == 1, member < 4], [head, np.clip(head + shift, 20, 80), children], parents)

"""The town from a wish: its people and places, their days, and a small outbreak among them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tracing.errors import UsageError
from tracing.town import FIRST_DAY
from tracing.town.clinic import Apart
from tracing.town.days import DAY_S, NEVER, Plan, kept_apart, make_plan
from tracing.town.meetings import meetings
from tracing.town.outbreak import Infection, quarantines, spread, suitable_cases
from tracing.town.people import Habits, needs, population, settle
from tracing.town.places import lay_out, sites
from tracing.town.timeline import Timeline, carry_out

PEOPLE_PER_BADGE_OFFICE = 400
RETURNED_SHARE = 0.01
LEAST = {"people": 30, "days": 4, "cases": 1}


@dataclass(frozen=True)
class Wish:
    """What town is wanted; equal wishes give equal towns.

    `trails` is the share of people with a location trail, `still_every_s` how often a resting phone takes a fix.
    UsageError where the town would be too small to live in.
    """

    people: int = 800
    days: int = 10
    seed: int = 1
    cases: int = 5
    first_day: date = FIRST_DAY
    trails: float = 0.6
    still_every_s: int = 340

    def __post_init__(self) -> None:
        for name, least in LEAST.items():
            if getattr(self, name) < least:
                raise UsageError(f"a sample town needs {name} of at least {least}")
        if self.cases > self.people // 5:
            raise UsageError("a sample town needs five people or more for each case")
        if self.seed < 0:
            raise UsageError("the seed of a sample town must not be negative")

    def chances(self, use: int) -> np.random.Generator:
        """A stream of chances of its own for each use, so that one use does not shift another."""
        return np.random.default_rng([self.seed, use])


@dataclass(frozen=True)
class City:
    """People, places and habits: what does not change from day to day."""

    people: pl.DataFrame
    places: pl.DataFrame
    habits: Habits

    @property
    def badge_offices(self) -> np.ndarray:
        """The offices (sites) where badges are worn."""
        return sites(self.places, "office")[: max(1, self.people.height // PEOPLE_PER_BADGE_OFFICE)]

    @property
    def isolation_site(self) -> int:
        """The site where people are kept apart."""
        return int(sites(self.places, "isolation_site")[0])


@dataclass(frozen=True)
class Town:
    """What happened: the true days, the meetings, the infections in the order of discovery, the isolations."""

    city: City
    timeline: Timeline
    meetings: pl.DataFrame
    infections: list[Infection]
    apart: list[Apart]


def live(wish: Wish) -> Town:
    """Lets the town live for the days wished for.

    Everybody's days are lived once without the outbreak. Then those who were found infected, and those of
    their contacts who were reached, spend the rest at the isolation site; until then all stays as it was.
    """
    city = _city(wish)
    plan = make_plan(wish.chances(1), city.people, city.habits, city.places, wish.days, wish.first_day)
    returned = _returned(wish)
    plan = _keep_apart(plan, returned, city)
    timeline = carry_out(plan, city.people, city.places)
    met = meetings(timeline, city.people, city.places)
    infections = _outbreak(wish, city, met, [stretch.person for stretch in returned])
    isolated = _isolated(wish, infections, met, city.people)
    timeline = carry_out(_keep_apart(plan, isolated, city), city.people, city.places)
    return Town(city, timeline, meetings(timeline, city.people, city.places), infections, returned + isolated)


def _city(wish: Wish) -> City:
    rng = wish.chances(0)
    people = population(rng, wish.people, wish.trails)
    places = lay_out(rng, needs(rng, people))
    return City(people, places, settle(rng, people, places))


def _returned(wish: Wish) -> list[Apart]:
    """Travellers who came before the first day and leave isolation at midnight after a few days."""
    rng = wish.chances(2)
    persons = rng.choice(wish.people, max(2, round(wish.people * RETURNED_SHARE)), replace=False)
    ends = rng.integers(2, wish.days, len(persons))
    return [Apart(int(p), (int(e) - 10) * DAY_S, int(e) * DAY_S, True) for p, e in zip(persons, ends, strict=True)]


def _outbreak(wish: Wish, city: City, met: pl.DataFrame, returned: list[int]) -> list[Infection]:
    """The first case wears a badge, so that every kind of evidence has something to show."""
    rng = wish.chances(3)
    wears_badge = np.isin(city.habits.work, city.badge_offices)
    wears_badge[returned] = False
    suitable = suitable_cases(met, city.people)
    best = wears_badge & suitable
    first = rng.choice(np.flatnonzero(best if best.any() else wears_badge))
    return spread(rng, met, suitable, int(first), wish.days, wish.cases)


def _isolated(wish: Wish, infections: list[Infection], met: pl.DataFrame, people: pl.DataFrame) -> list[Apart]:
    cases = {infection.person: infection.isolated for infection in infections}
    since = cases | quarantines(wish.chances(4), infections, met, people, wish.days)
    return [Apart(person, begin, None, False) for person, begin in sorted(since.items(), key=lambda item: item[1])]


def _keep_apart(plan: Plan, apart: list[Apart], city: City) -> Plan:
    since = np.full(city.people.height, NEVER)
    until = since.copy()
    for stretch in apart:
        since[stretch.person] = stretch.since
        until[stretch.person] = NEVER if stretch.until is None else stretch.until
    return kept_apart(plan, since, until, city.isolation_site, city.habits)

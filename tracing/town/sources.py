"""All that the town leaves behind: records of every kind with their flaws, and the truth beside them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.intake.coordinates import wgs84_to_gcj02
from tracing.town import badges, clinic, papers, traces
from tracing.town.clock import at_offset
from tracing.town.flaws import spoil
from tracing.town.life import Town, Wish
from tracing.town.meetings import as_truth
from tracing.town.outbreak import met_by
from tracing.town.trails import fixes

CASES, TESTS, FOLLOWUPS, PAPERS, TRAILS, VENUES, WORKPLACES, BADGES, GATES, ROADS, FLAWS = range(10, 21)
"""The streams of chances, one a use."""

GCJ02_DAY = 1


@dataclass(frozen=True)
class Source:
    """One source's records as they are written: kind, label (the rest of the file name), rows, flaws among them."""

    kind: str
    label: str
    rows: pl.DataFrame
    broken: int = 0
    repeated: int = 0


def records(wish: Wish, town: Town) -> list[Source]:
    """All sources, with broken and repeated rows among them; of every kind at least one."""
    flawed: list[Source] = []
    for clean in [*_trails(wish, town), *_traces(wish, town), *_registers(wish, town), *_clinics(wish, town)]:
        number = sum(source.kind == clean.kind for source in flawed)
        spoiled = spoil(wish.chances(FLAWS + len(flawed)), clean.kind, number, clean.rows)
        flawed.append(Source(clean.kind, clean.label, spoiled.rows, spoiled.broken, spoiled.repeated))
    return flawed


def truth(wish: Wish, town: Town) -> dict[str, pl.DataFrame]:
    """What the program has to find out by itself: `meetings`, and `infections` without the first case's own."""
    ids = town.city.people["person_id"]
    chain = [(ids[i.infector], ids[i.person], i.infected) for i in town.infections if i.infector is not None]
    schema = {"infector": pl.String, "infected": pl.String, "at": pl.Int64}
    infections = pl.DataFrame(chain, schema=schema, orient="row")
    return {
        "meetings": as_truth(town.meetings, town.city.people, wish.first_day),
        "infections": infections.with_columns(at=at_offset(pl.col("at"), wish.first_day)),
    }


def _trails(wish: Wish, town: Town) -> list[Source]:
    """One source of fixes a day, one of them in another coordinate system."""
    all_days = fixes(
        wish.chances(TRAILS), town.timeline, town.city.people, wish.days, wish.still_every_s, wish.first_day
    )
    parts = all_days.partition_by("day", include_key=False, maintain_order=True)
    parts[GCJ02_DAY] = _in_gcj02(parts[GCJ02_DAY])
    return [Source("fixes", part["observed_at"][0][:10], part) for part in parts]


def _in_gcj02(part: pl.DataFrame) -> pl.DataFrame:
    """The same fixes as a map company delivers them, with the column that says so."""
    latitude, longitude = wgs84_to_gcj02(part["latitude"].to_numpy(), part["longitude"].to_numpy())
    return part.with_columns(
        latitude=pl.Series(latitude).round(6), longitude=pl.Series(longitude).round(6), crs=pl.lit("gcj02")
    )


def _traces(wish: Wish, town: Town) -> list[Source]:
    lived = (town.timeline, town.city.people)
    known = (*lived, town.city.places)
    offices = town.city.places["place_id"].gather(town.city.badge_offices).to_list()
    day = wish.first_day
    return [
        Source("checkins", "venues", traces.checkins(wish.chances(VENUES), *known, traces.VENUES, day)),
        Source("checkins", "workplaces", traces.checkins(wish.chances(WORKPLACES), *known, traces.WORKPLACES, day)),
        Source(
            "proximity",
            "badges",
            badges.proximity(wish.chances(BADGES), town.meetings, town.city.people, offices, day),
        ),
        Source("tickets", "railway", traces.tickets(*lived, day)),
        Source("passages", "metro", traces.gate_passages(wish.chances(GATES), *known, day)),
        Source("passages", "bridges", traces.road_passages(wish.chances(ROADS), *known, day)),
        Source("vehicles", "register", traces.vehicles(*lived, day)),
    ]


def _registers(wish: Wish, town: Town) -> list[Source]:
    city = town.city
    persons = papers.persons(wish.chances(PAPERS), city.people, city.habits, city.places, wish.first_day)
    return [
        Source("households", "register", papers.households(city.people)),
        Source("places", "register", papers.register_of_places(city.places)),
        Source("persons", "register", persons),
    ]


def _clinics(wish: Wish, town: Town) -> list[Source]:
    people, places, day = town.city.people, town.city.places, wish.first_day
    infected = [infection.person for infection in town.infections]
    healthy = np.setdiff1d(np.arange(people.height), infected)
    others = wish.chances(CASES).choice(healthy, len(clinic.UNCONFIRMED), replace=False)
    site_id = places["place_id"][town.city.isolation_site]
    first = town.infections[0]
    return [
        Source("tests", "laboratory", clinic.tests(wish.chances(TESTS), town.infections, people, wish.days, day)),
        Source("cases", "reported", clinic.cases(town.infections, others, people, wish.days, day)),
        Source("isolations", "sites", clinic.isolations(town.apart, site_id, people, day)),
        Source(
            "followups",
            "team",
            clinic.followups(wish.chances(FOLLOWUPS), met_by(first, town.meetings), town.apart, first, people, day),
        ),
    ]

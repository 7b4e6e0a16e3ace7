"""The truth: who was really together with whom.

Two people met where both stayed in one place at most `REACH_M` apart, or rode in one coach of one run.
"""

from datetime import date

import polars as pl

from tracing.town.clock import at_offset
from tracing.town.days import DAY_S
from tracing.town.places import SORTS
from tracing.town.timeline import Timeline

REACH_M = 20
APART = ("isolation_site", "metro_station")
"""Kinds without meetings: single rooms, and platforms where people only pass."""


def meetings(timeline: Timeline, people: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """One row a pair and stretch together, half-open; a night is two rows, cut at midnight.

    Columns: person_a < person_b (row numbers), place_id, setting, started, finished (seconds), sorted.
    """
    homes = people.select(pl.int_range(pl.len()).alias("person"), "household")
    found = (
        pl.concat([_pairs(_in_places(timeline, places)), _pairs(_on_board(timeline))])
        .join(homes.rename({"person": "person_a", "household": "home_a"}), on="person_a")
        .join(homes.rename({"person": "person_b", "household": "home_b"}), on="person_b")
    )
    visits = (pl.col("setting") == "home") & (pl.col("home_a") != pl.col("home_b"))
    setting = pl.when(visits).then(pl.lit("visit")).otherwise(pl.col("setting"))
    columns = ("person_a", "person_b", "place_id", "setting", "started", "finished")
    return found.with_columns(setting=setting).select(columns).sort("started", "person_a", "person_b", "place_id")


def as_truth(meetings: pl.DataFrame, people: pl.DataFrame, first_day: date) -> pl.DataFrame:
    """The meetings as they are written: person_a, person_b, place_id, started_at, finished_at, setting."""
    ids = people["person_id"]
    return meetings.select(
        person_a=ids.gather(meetings["person_a"]),
        person_b=ids.gather(meetings["person_b"]),
        place_id="place_id",
        started_at=at_offset(pl.col("started"), first_day),
        finished_at=at_offset(pl.col("finished"), first_day),
        setting="setting",
    )


def _in_places(timeline: Timeline, places: pl.DataFrame) -> pl.DataFrame:
    settings = pl.DataFrame({"kind": list(SORTS), "setting": [sort.setting for sort in SORTS.values()]})
    rooms = places.select(pl.int_range(pl.len()).alias("site"), "place_id", "kind").join(settings, on="kind")
    inside = timeline.stays.join(rooms.filter(~pl.col("kind").is_in(APART)), on="site")
    return inside.select("person", "place_id", "setting", "started", "finished", "x", "y")


def _on_board(timeline: Timeline) -> pl.DataFrame:
    """Rides as stays: the place is the coach of the run, where all are within reach."""
    rides = timeline.legs.filter(pl.col("run") >= 0)
    coach = pl.format("{}-{}-{}", pl.col("mode").str.to_uppercase(), "run", "coach")
    return rides.select(
        "person", place_id=coach, setting="mode", started="started", finished="finished", x=pl.lit(0.0), y=pl.lit(0.0)
    )


def _pairs(stays: pl.DataFrame) -> pl.DataFrame:
    """All overlapping stays of two people in one place; no stay crosses midnight, so a day's are enough."""
    daily = stays.with_columns(day=pl.col("started") // DAY_S)
    both = daily.join(daily, on=["place_id", "day"], suffix="_b").filter(pl.col("person") < pl.col("person_b"))
    near = (pl.col("x") - pl.col("x_b")) ** 2 + (pl.col("y") - pl.col("y_b")) ** 2 <= REACH_M**2
    return (
        both.filter(near)
        .select(
            pl.col("person").alias("person_a"),
            "person_b",
            "place_id",
            "setting",
            started=pl.max_horizontal("started", "started_b"),
            finished=pl.min_horizontal("finished", "finished_b"),
        )
        .filter(pl.col("started") < pl.col("finished"))
    )

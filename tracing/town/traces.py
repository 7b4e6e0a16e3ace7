"""What doors, gates and ticket offices record of the days: check-ins, tickets, passages and vehicles."""

from datetime import date

import numpy as np
import polars as pl

from tracing.town.clock import at_offset
from tracing.town.timeline import Timeline

VENUES = ("shop", "restaurant", "mall")
WORKPLACES = ("office", "classroom", "meeting_room")
CHECKED_IN_SHARE, LEFT_OPEN_SHARE, TAPPED_SHARE, READ_SHARE = 0.85, 0.6, 0.9, 0.8
ROWS_PER_COACH, SEATS = 17, "ABCDF"
TAXIS = 40


def checkins(
    rng: np.random.Generator,
    timeline: Timeline,
    people: pl.DataFrame,
    places: pl.DataFrame,
    kinds: tuple[str, ...],
    first_day: date,
) -> pl.DataFrame:
    """One row an entry to a place of these kinds: some are missed, and most of the others never checked out."""
    site = places.select(pl.int_range(pl.len()).alias("site"), "place_id", "kind")
    entries = timeline.stays.join(site, on="site", maintain_order="left").filter(pl.col("kind").is_in(kinds))
    entries = _some(rng, entries, CHECKED_IN_SHARE).sort("started", "person")
    left_open = pl.Series(rng.random(entries.height) < LEFT_OPEN_SHARE)
    late, early = (pl.Series(rng.integers(0, 90, entries.height)) for _ in range(2))
    return entries.select(
        person_id=_ids(people, entries["person"]),
        place_id="place_id",
        checked_in_at=at_offset(pl.col("started") + late, first_day),
        checked_out_at=pl.when(~left_open).then(at_offset(pl.col("finished") - early, first_day)),
    )


def tickets(timeline: Timeline, people: pl.DataFrame, first_day: date) -> pl.DataFrame:
    """One row a train ride; no seat of a run is sold twice."""
    rides = timeline.legs.filter(pl.col("mode") == "train").sort("started", "person")
    nth = pl.int_range(pl.len()).over("run", "coach")
    # 31 has no factor in common with the 85 seats of a coach, so the order of sale visits each seat once.
    seat = (nth * 31 + pl.col("run") * 7) % (ROWS_PER_COACH * len(SEATS))
    letters = pl.DataFrame({"letter": list(SEATS), "number": range(len(SEATS))}, schema_overrides={"number": pl.Int64})
    return (
        rides.with_columns(person_id=_ids(people, rides["person"]), seat=seat)
        .with_columns(number=pl.col("seat") % len(SEATS))
        .join(letters, on="number", maintain_order="left")
        .select(
            "person_id",
            service=pl.format("C{}", 9000 + pl.col("run") % 48),
            departs_at=at_offset(pl.col("started"), first_day),
            arrives_at=at_offset(pl.col("finished"), first_day),
            mode="mode",
            coach=(pl.col("coach") + 1).cast(pl.String),
            row=pl.col("seat") // len(SEATS) + 1,
            seat="letter",
        )
    )


def gate_passages(
    rng: np.random.Generator, timeline: Timeline, people: pl.DataFrame, places: pl.DataFrame, first_day: date
) -> pl.DataFrame:
    """Metro gates: one row a person in or out, of those who tap a card in their name."""
    rides = _some(rng, timeline.legs.filter(pl.col("mode") == "metro"), TAPPED_SHARE)
    into = rides.select("person", site="board", at=pl.col("started") - 40, direction=pl.lit("in"))
    out = rides.select("person", site="alight", at=pl.col("finished") + 50, direction=pl.lit("out"))
    taps = pl.concat([into, out]).sort("at", "person", "direction")
    return taps.select(
        place_id=places["place_id"].gather(taps["site"]),
        passed_at=at_offset(pl.col("at"), first_day),
        person_id=_ids(people, taps["person"]),
        direction="direction",
    )


def road_passages(
    rng: np.random.Generator, timeline: Timeline, people: pl.DataFrame, places: pl.DataFrame, first_day: date
) -> pl.DataFrame:
    """Bridges: one row a plate that the camera read; at the check, some people are named besides."""
    crossings = drives(timeline).filter(pl.col("alight") >= 0)
    crossings = _some(rng, crossings, READ_SHARE).sort("finished", "person")
    named = pl.Series(rng.random(crossings.height) < 0.2)
    return crossings.select(
        place_id=places["place_id"].gather(crossings["alight"]),
        passed_at=at_offset(pl.col("finished"), first_day),
        person_id=pl.when(named).then(_ids(people, crossings["person"])),
        plate="plate",
    )


def vehicles(timeline: Timeline, people: pl.DataFrame, first_day: date) -> pl.DataFrame:
    """One row a car's driver, without dates, and one a taxi ride, for as long as it lasted."""
    none = pl.lit(None, dtype=pl.String)
    numbered = people.select("person_id", "drives", person=pl.int_range(pl.len()))
    own = numbered.filter("drives").select(plate=_own_plate(), person_id="person_id", from_at=none, until_at=none)
    rides = drives(timeline).filter(pl.col("mode") == "taxi")
    rides = rides.group_by("person", "trip", "plate").agg(pl.col("started").min(), pl.col("finished").max())
    rides = rides.sort("started", "person")
    hired = rides.select(
        plate="plate",
        person_id=_ids(people, rides["person"]),
        from_at=at_offset(pl.col("started"), first_day),
        until_at=at_offset(pl.col("finished"), first_day),
    )
    return pl.concat([own, hired])


def drives(timeline: Timeline) -> pl.DataFrame:
    """All legs by car and taxi with `plate` and `trip`: both legs over a bridge are one trip.

    Taxis take turns in the order of the trips, so that one serves two people only one after the other.
    """
    legs = timeline.legs.filter(pl.col("mode").is_in(["car", "taxi"])).sort("person", "started")
    legs = legs.with_columns(trip=(pl.col("board") < 0).cum_sum())
    order = legs.filter(pl.col("mode") == "taxi", pl.col("board") < 0).sort("started", "person")
    order = order.select("trip", turn=pl.int_range(pl.len()) % TAXIS)
    hired = pl.format("测T{}", (10_001 + pl.col("turn")))
    plate = pl.when(pl.col("mode") == "taxi").then(hired).otherwise(_own_plate())
    return legs.join(order, on="trip", how="left", maintain_order="left").with_columns(plate=plate)


def _own_plate() -> pl.Expr:
    return pl.format("测A{}", pl.col("person") + 10_001)


def _some(rng: np.random.Generator, rows: pl.DataFrame, share: float) -> pl.DataFrame:
    return rows.filter(pl.Series(rng.random(rows.height) < share))


def _ids(people: pl.DataFrame, persons: pl.Series) -> pl.Series:
    return people["person_id"].gather(persons)

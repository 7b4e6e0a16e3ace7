"""Joint events: a record of a person at a place, and the times at which her own track was near that place.

From the two together it can be seen that the clock of a gate is off (`gate_clocks`) or that a file of places lies in
another coordinate system (`intake/systems`). Instants are milliseconds, positions WGS 84.
"""

import polars as pl

from tracing.encounters import within
from tracing.grid import EARTH_RADIUS_M
from tracing.times import HOUR, MINUTE
from tracing.tracks import moves

PER_CLOCK = 100
"""The most events that one clock is judged by: the first of each person come before anybody's second."""

AROUND = 9 * HOUR
"""How far before and after an event a track is looked at: gates are off by minutes, or by eight hours where they tell
UTC instead of China's time."""

NEAR_M = 75
"""How near counts as at the place: half a large building, the error of a phone indoors, a minute on foot."""

_MAX_GAP_MINUTES, _MAX_ACCURACY_M = 10, 100
_ONE_APPROACH = 5 * MINUTE
_AT_A_TIME = 5_000


_NEVER_NEAR = pl.DataFrame(
    schema={"event": pl.UInt32, "begins_at": pl.Int64, "ends_at": pl.Int64, "came": pl.Boolean, "left": pl.Boolean}
)


def events_at(checkins: pl.DataFrame, passages: pl.DataFrame, vehicles: pl.DataFrame) -> pl.DataFrame:
    """The records that say when a person was at a place, by her own name or by a plate she was linked to at the time.

    returns     event, place_id, kind (`checkins`, `passages`), person_id, at (ms), way (`in`, `out`, null: either);
                at most PER_CLOCK of one place and kind
    """
    entered = checkins.select(
        "place_id",
        "person_id",
        kind=pl.lit("checkins"),
        at=pl.col("checked_in_at").dt.epoch("ms"),
        way=pl.lit("in"),
    )
    way = pl.col("direction").str.to_lowercase()
    passed = passages.with_columns(
        kind=pl.lit("passages"),
        at=pl.col("passed_at").dt.epoch("ms"),
        way=pl.when(way.is_in(["in", "out"])).then(way),
    )
    columns = entered.columns
    named = passed.filter(pl.col("person_id").is_not_null()).select(columns)
    found = pl.concat([entered, named, _by_plate(passed, vehicles).select(columns)]).unique()
    return _some(found).with_row_index("event")


def _by_plate(passed: pl.DataFrame, vehicles: pl.DataFrame) -> pl.DataFrame:
    links = vehicles.select("plate", "person_id", "from_at", "until_at")
    linked = passed.drop("person_id").join(links, on="plate")
    begun = pl.col("from_at").is_null() | (pl.col("from_at") <= pl.col("passed_at"))
    return linked.filter(begun & (pl.col("until_at").is_null() | (pl.col("passed_at") < pl.col("until_at"))))


def _some(events: pl.DataFrame) -> pl.DataFrame:
    clock = ["place_id", "kind"]
    in_order = events.sort(*clock, "person_id", "at", "way")
    nth = pl.int_range(pl.len()).over(*clock, "person_id")
    in_turn = in_order.with_columns(nth=nth).sort(*clock, "nth", "person_id")
    return in_turn.filter(pl.int_range(pl.len()).over(clock) < PER_CLOCK).drop("nth")


def spans(events: pl.DataFrame) -> pl.DataFrame:
    """Whose fixes are needed to judge events, and from when to when (ms): person_id, first_at, last_at."""
    return events.group_by("person_id").agg(
        first_at=pl.col("at").min() - AROUND - _MAX_GAP_MINUTES * MINUTE,
        last_at=pl.col("at").max() + AROUND + _MAX_GAP_MINUTES * MINUTE,
    )


def approaches(events: pl.DataFrame, places: pl.DataFrame, fixes: pl.DataFrame) -> pl.DataFrame:
    """When the people of events were near the places, within AROUND of the event.

    places      place_id, latitude, longitude; one row a place
    fixes       records of that kind, of these people
    returns     event, begins_at, ends_at (ms), came, left (whether the track shows how she came, and left: where it
                begins or ends at the place, nobody knows since when she was there): one row an approach; none where no
                fix tells
    cost        O(events x fixes of a person within AROUND); in memory those of _AT_A_TIME events
    """
    seen = pl.col("observed_at").dt.epoch("ms").is_between("first_at", "last_at")
    needed = fixes.join(spans(events), on="person_id").filter(seen).drop("first_at", "last_at")
    tracks = moves(needed, _MAX_GAP_MINUTES, _MAX_ACCURACY_M)
    where = places.select("place_id", "latitude", "longitude").drop_nulls()
    located = events.join(where, on="place_id", maintain_order="left")
    inside = pl.concat([_inside(_beside(part, tracks)) for part in located.iter_slices(_AT_A_TIME)] or [_NEVER_NEAR])
    inside = inside.sort("event", "begins_at")
    apart = pl.col("begins_at") - pl.col("ends_at").cum_max().over("event").shift() > _ONE_APPROACH
    other = pl.col("event") != pl.col("event").shift()
    numbered = inside.with_columns(approach=(apart | other).fill_null(True).cum_sum())
    return (
        numbered.group_by("event", "approach", maintain_order=True)
        .agg(
            pl.col("begins_at").min(),
            pl.col("ends_at").max(),
            pl.col("came").first(),
            pl.col("left").get(pl.col("ends_at").arg_max()),
        )
        .drop("approach")
    )


def _beside(events: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Every event with the moves of its person that go on within AROUND of it."""
    # A move lasts ten minutes at most, so it began in one of the hours from ten minutes before the time looked at.
    first = (pl.col("at") - AROUND - _MAX_GAP_MINUTES * MINUTE) // HOUR
    hours = events.with_columns(hour=pl.int_ranges(first, (pl.col("at") + AROUND) // HOUR + 1)).explode("hour")
    met = hours.join(tracks.with_columns(hour=pl.col("started_at") // HOUR), on=["person_id", "hour"])
    return met.filter(pl.col("finished_at") >= pl.col("at") - AROUND, pl.col("started_at") <= pl.col("at") + AROUND)


def _inside(beside: pl.DataFrame) -> pl.DataFrame:
    """The part of each move that is near the place, and whether it begins, or ends, away from it: as `approaches`."""
    north, east = (
        pl.lit(EARTH_RADIUS_M).radians(),
        pl.lit(EARTH_RADIUS_M).radians() * pl.col("latitude").radians().cos(),
    )
    lasts = pl.col("finished_at") - pl.col("started_at")
    motion = beside.select(
        x=(pl.col("longitude_0") - pl.col("longitude")) * east,
        y=(pl.col("latitude_0") - pl.col("latitude")) * north,
        x_per_ms=(pl.col("longitude_1") - pl.col("longitude_0")) * east / lasts,
        y_per_ms=(pl.col("latitude_1") - pl.col("latitude_0")) * north / lasts,
    )
    duration = beside.select(lasts).to_series().to_numpy()
    begins, ends = within(tuple(motion[name].to_numpy() for name in motion.columns), duration, NEAR_M)
    return beside.select(
        "event",
        begins_at=pl.col("started_at") + pl.Series(begins).round().cast(pl.Int64),
        ends_at=pl.col("started_at") + pl.Series(ends).round().cast(pl.Int64),
        came=pl.Series(begins > 0),
        left=pl.Series(ends < duration),
    ).filter(pl.col("begins_at") < pl.col("ends_at"))

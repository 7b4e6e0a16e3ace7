"""Stays: check-ins and passages become `[started_at, finished_at)` of one person at one place.

source: specification, "stay". A stay without a check-out ends with the person's next check-in anywhere, and
at the latest after the typical stay of the place, else of the definition, else 60 minutes.
"""

import polars as pl

from tracing.times import MINUTE

TYPICAL_STAY_MINUTES = 60.0
PASSAGE_MINUTES = 5.0
_COMMON = ("person_id", "place_id", "started_at", "finished_at", "passing", "leaving", "record")


def stays(
    checkins: pl.DataFrame,
    passages: pl.DataFrame,
    vehicles: pl.DataFrame,
    places: pl.DataFrame,
    typical_stay_minutes: float | None,
) -> pl.DataFrame:
    """All stays, with what is known of their place.

    returns     one row per stay: person_id, place_id, started_at, finished_at (ms), inferred (the check-out is
                not recorded), kind, enclosed, record; empty stays are left out
    """
    seen = pl.concat([_arrivals(checkins), _passing(passages, vehicles)])
    arrivals = seen.filter(~pl.col("leaving"))
    known = places.select("place_id", "kind", "enclosed", "typical_stay_minutes")
    typical = pl.coalesce(
        "typical_stay_minutes",
        pl.when("passing").then(PASSAGE_MINUTES).otherwise(typical_stay_minutes or TYPICAL_STAY_MINUTES),
    )
    latest = pl.col("started_at") + (typical * MINUTE).round().cast(pl.Int64)
    return (
        pl.concat([_without_superseded(arrivals), seen.filter("leaving")])
        .join(_next_arrivals(arrivals), on=["person_id", "started_at"], how="left")
        .join(known, on="place_id", how="left")
        .with_columns(
            inferred=pl.col("finished_at").is_null(),
            finished_at=pl.coalesce("finished_at", pl.min_horizontal("next_at", latest)),
        )
        .filter(pl.col("started_at") < pl.col("finished_at"))
        .drop("next_at", "typical_stay_minutes", "passing", "leaving")
    )


def _arrivals(checkins: pl.DataFrame) -> pl.DataFrame:
    return checkins.select(
        "person_id",
        "place_id",
        pl.col("checked_in_at").dt.epoch("ms").alias("started_at"),
        pl.col("checked_out_at").dt.epoch("ms").alias("finished_at"),
        pl.lit(False).alias("passing"),
        pl.lit(False).alias("leaving"),
        "record",
    )


def _passing(passages: pl.DataFrame, vehicles: pl.DataFrame) -> pl.DataFrame:
    """Passages of their person and of everybody linked to their plate at that moment.

    One that leads out is no arrival: it is the stay that ends there, and ends no other.
    """
    passed = pl.col("passed_at")
    linked = (
        passages.drop("person_id")
        .join(vehicles.select("plate", "person_id", "from_at", "until_at"), on="plate")
        .filter(pl.col("from_at").is_null() | (pl.col("from_at") <= passed))
        .filter(pl.col("until_at").is_null() | (passed < pl.col("until_at")))
    )
    columns = ["person_id", "place_id", "passed_at", "direction", "record"]
    own = passages.filter(pl.col("person_id").is_not_null())
    leaving = (pl.col("direction").str.to_lowercase() == "out").fill_null(False)
    at = passed.dt.epoch("ms")
    return (
        pl.concat([own.select(columns), linked.select(columns)])
        .unique()
        .with_columns(
            started_at=pl.when(leaving).then(at - int(PASSAGE_MINUTES * MINUTE)).otherwise(at),
            finished_at=pl.when(leaving).then(at),
            passing=pl.lit(True),
            leaving=leaving,
        )
        .select(_COMMON)
    )


def _without_superseded(arrivals: pl.DataFrame) -> pl.DataFrame:
    """Of arrivals alike in person, place and instant, those without an end give way to those with one."""
    alike = ["person_id", "place_id", "started_at"]
    ended = arrivals.filter(pl.col("finished_at").is_not_null())
    return pl.concat([ended, arrivals.filter(pl.col("finished_at").is_null()).join(ended, on=alike, how="anti")])


def _next_arrivals(arrivals: pl.DataFrame) -> pl.DataFrame:
    instants = arrivals.select("person_id", "started_at").unique().sort("person_id", "started_at")
    return instants.with_columns(next_at=pl.col("started_at").shift(-1).over("person_id"))

"""Stays: check-ins and passages become `[started_at, finished_at)` of one person at one place.

source: specification, "stay". A stay without a check-out ends with the person's next check-in anywhere, and
at the latest after the typical stay of the place, else of the definition, else 60 minutes.
"""

import numpy as np
import polars as pl

from tracing.lists import appended
from tracing.sorting import order
from tracing.times import MINUTE
from tracing.tracks import numbers

TYPICAL_STAY_MINUTES = 60.0
PASSAGE_MINUTES = 5.0
_COMMON = ("person_id", "place_id", "started_at", "finished_at", "passing", "leaving", "records")


def stays(
    checkins: pl.DataFrame,
    passages: pl.DataFrame,
    vehicles: pl.DataFrame,
    places: pl.DataFrame,
    typical_stay_minutes: float | None,
) -> pl.DataFrame:
    """All stays, with what is known of their place.

    returns     one row per stay: person_id, place_id, started_at, finished_at (ms), inferred (the check-out is
                not recorded), kind, enclosed, records (the rows it rests on); empty stays are left out
    """
    seen = _arrivals(checkins)
    if not passages.is_empty():
        seen = seen.vstack(_passing(passages, vehicles))
    arrivals = _without_superseded(_with_next(seen.filter(~pl.col("leaving"))))
    known = places.select("place_id", "kind", "enclosed", "typical_stay_minutes")
    stood = pl.concat([arrivals, seen.filter("leaving")], how="diagonal").join(known, on="place_id", how="left")
    ended = _ended(stood, TYPICAL_STAY_MINUTES if typical_stay_minutes is None else typical_stay_minutes)
    return ended.filter(pl.col("started_at") < pl.col("finished_at")).drop(
        "next_at", "next_record", "alone", "typical_stay_minutes", "passing", "leaving"
    )


def _ended(stood: pl.DataFrame, typical_stay_minutes: float) -> pl.DataFrame:
    """Stays without a check-out end with the next arrival, and at the latest after what is typical."""
    usual = pl.when("passing").then(PASSAGE_MINUTES).otherwise(typical_stay_minutes)
    latest = pl.col("started_at") + (pl.coalesce("typical_stay_minutes", usual) * MINUTE).round().cast(pl.Int64)
    inferred = pl.col("finished_at").is_null()
    by_next = stood.select((inferred & (pl.col("next_at") <= latest)).fill_null(False)).to_series()
    return stood.with_columns(
        inferred=inferred,
        finished_at=pl.coalesce("finished_at", pl.min_horizontal("next_at", latest)),
        records=appended(stood["records"], by_next.arg_true().to_numpy(), stood["next_record"].filter(by_next)),
    )


def _arrivals(checkins: pl.DataFrame) -> pl.DataFrame:
    return checkins.select(
        "person_id",
        "place_id",
        pl.col("checked_in_at").dt.epoch("ms").alias("started_at"),
        pl.col("checked_out_at").dt.epoch("ms").alias("finished_at"),
        pl.lit(False).alias("passing"),
        pl.lit(False).alias("leaving"),
        pl.concat_list("record").alias("records"),
    )


def _passing(passages: pl.DataFrame, vehicles: pl.DataFrame) -> pl.DataFrame:
    """Passages of their person and of everybody linked to their plate at that moment.

    One that leads out is no arrival: it is the stay that ends there, and ends no other.
    """
    passed = pl.col("passed_at")
    linked = (
        passages.drop("person_id")
        .join(vehicles.select("plate", "person_id", "from_at", "until_at", "record"), on="plate", suffix="_of_link")
        .filter(pl.col("from_at").is_null() | (pl.col("from_at") <= passed))
        .filter(pl.col("until_at").is_null() | (passed < pl.col("until_at")))
        .with_columns(records=pl.concat_list("record", "record_of_link"))
    )
    columns = ["person_id", "place_id", "passed_at", "direction", "records"]
    own = passages.filter(pl.col("person_id").is_not_null()).with_columns(records=pl.concat_list("record"))
    leaving = (pl.col("direction").str.to_lowercase() == "out").fill_null(False)
    at = passed.dt.epoch("ms")
    return (
        pl.concat([own.select(columns), linked.select(columns)])
        .with_columns(
            started_at=pl.when(leaving).then(at - int(PASSAGE_MINUTES * MINUTE)).otherwise(at),
            finished_at=pl.when(leaving).then(at),
            passing=pl.lit(True),
            leaving=leaving,
        )
        .select(_COMMON)
    )


def _with_next(arrivals: pl.DataFrame) -> pl.DataFrame:
    """Arrivals, and when the person's next strictly later one is and a row that says so (`next_at`, `next_record`), and
    whether it is the only one at its instant (`alone`).
    """
    record, number = arrivals["records"].list.first(), numbers(arrivals["person_id"]).to_numpy()
    at = arrivals["started_at"].to_numpy()
    by = order([number, at, record.to_numpy()])
    new = np.ones(len(by), bool)
    new[1:] = (np.diff(number[by]) != 0) | (np.diff(at[by]) != 0)
    first, instant = np.flatnonzero(new), np.empty(len(by), np.int64)
    instant[by] = np.cumsum(new) - 1
    later = by[np.append(first[1:], first[:1])][instant]
    goes_on = pl.Series(number[later] == number) & pl.Series(at[later] > at)
    return arrivals.with_columns(
        next_at=pl.when(goes_on).then(pl.Series(at[later])),
        next_record=pl.when(goes_on).then(record.gather(later)),
        alone=pl.Series((np.diff(np.append(first, len(by))) == 1)[instant]),
    )


def _without_superseded(arrivals: pl.DataFrame) -> pl.DataFrame:
    """Of arrivals alike in person, place and instant, those without an end give way to those with one."""
    told = pl.col("finished_at").is_not_null()
    unsure = arrivals.filter(~told, ~pl.col("alone"))
    ended = arrivals.filter(told, ~pl.col("alone"))
    left = unsure.join(ended, on=["person_id", "place_id", "started_at"], how="anti")
    return arrivals.filter(told | pl.col("alone")).vstack(left)

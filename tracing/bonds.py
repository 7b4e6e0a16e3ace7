"""Bonds: people who are together without a record of the moment, by a household or by a vehicle.

source: specification, "household" and "vehicle". A bond holds at all times, or from one instant until another, except
while a person is isolated.
"""

import polars as pl

from tracing.times import EVER, WITHOUT_END


def household_bonds(households: pl.DataFrame) -> pl.DataFrame:
    """Members of households: bond, person_id, started_at, finished_at (ms), records."""
    return households.select(
        pl.col("household_id").alias("bond"),
        "person_id",
        pl.lit(EVER, pl.Int64).alias("started_at"),
        pl.lit(WITHOUT_END, pl.Int64).alias("finished_at"),
        pl.concat_list("record").alias("records"),
    )


def vehicle_bonds(vehicles: pl.DataFrame) -> pl.DataFrame:
    """People linked to plates: bond, person_id, started_at, finished_at (ms), records."""
    return vehicles.select(
        pl.col("plate").alias("bond"),
        "person_id",
        pl.col("from_at").dt.epoch("ms").fill_null(EVER).alias("started_at"),
        pl.col("until_at").dt.epoch("ms").fill_null(WITHOUT_END).alias("finished_at"),
        pl.concat_list("record").alias("records"),
    )


def at_large(bonds: pl.DataFrame, isolations: pl.DataFrame) -> pl.DataFrame:
    """The bonds without the stretches in which their person is isolated."""
    free = _between_isolations(isolations)
    cut = bonds.join(free, on="person_id", how="left").with_columns(
        started_at=pl.max_horizontal("started_at", "free_from"),
        finished_at=pl.min_horizontal("finished_at", "free_until"),
    )
    return cut.filter(pl.col("started_at") < pl.col("finished_at")).drop("free_from", "free_until")


def _between_isolations(isolations: pl.DataFrame) -> pl.DataFrame:
    """The times between a person's isolations, before the first and after the last: free_from, free_until."""
    apart = isolations.select(
        "person_id",
        pl.col("from_at").dt.epoch("ms").alias("free_until"),
        pl.col("until_at").dt.epoch("ms").fill_null(WITHOUT_END).alias("apart_until"),
    ).filter(pl.col("free_until") < pl.col("apart_until"))
    ends = apart.group_by("person_id").agg(pl.lit(WITHOUT_END).alias("free_until"), apart_until=pl.lit(WITHOUT_END))
    in_turn = pl.concat([apart, ends.cast(dict(apart.schema))]).sort("person_id", "free_until")
    so_far = pl.col("apart_until").cum_max().shift(1).over("person_id").fill_null(EVER)
    return in_turn.select("person_id", so_far.alias("free_from"), "free_until").filter(
        pl.col("free_from") < pl.col("free_until")
    )


def bound(sources: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Where a source's bond and another person's hold at once.

    sources     window, source_id, bond, started_at, finished_at, records: clipped to the window already
    returns     window, person_id, started_at, finished_at, records
    """
    return (
        sources.join(others, on="bond", suffix="_2")
        .with_columns(
            started_at=pl.max_horizontal("started_at", "started_at_2"),
            finished_at=pl.min_horizontal("finished_at", "finished_at_2"),
            records=pl.concat_list("records", "records_2"),
        )
        .filter((pl.col("started_at") < pl.col("finished_at")) & (pl.col("source_id") != pl.col("person_id")))
        .select("window", "person_id", "started_at", "finished_at", "records")
    )

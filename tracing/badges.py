"""Badges: records that two people were near each other, read from both sides.

source: specification, "proximity". A record holds for `[observed_at, observed_at + duration_s)`.
"""

import polars as pl

DURATION_S = 300.0
_MEASURED = {"duration": "duration_s", "distance": "distance_m"}


def nearness(proximity: pl.DataFrame, within_m: float | None) -> pl.DataFrame:
    """Who was near whom: each record twice, once from either side.

    within_m    records of a greater distance do not count; None: all do, as do those without a distance
    returns     source_id, person_id, started_at, finished_at (ms), closest_m, records, missing
    """
    begin = pl.col("observed_at").dt.epoch("ms")
    near = proximity if within_m is None else proximity.filter((pl.col("distance_m") <= within_m).fill_null(True))
    told = near.filter(pl.col("person_a") != pl.col("person_b")).select(
        pl.col("person_a").alias("source_id"),
        pl.col("person_b").alias("person_id"),
        begin.alias("started_at"),
        (begin + (pl.col("duration_s").fill_null(DURATION_S) * 1000).round().cast(pl.Int64)).alias("finished_at"),
        pl.col("distance_m").alias("closest_m"),
        pl.concat_list("record").alias("records"),
        _missing(),
    )
    turned = told.rename({"source_id": "person_id", "person_id": "source_id"}).select(told.columns)
    return pl.concat([told, turned])


def _missing() -> pl.Expr:
    """What a record does not say, None where it says all."""
    absent = [pl.when(pl.col(column).is_null()).then(pl.lit(name)) for name, column in _MEASURED.items()]
    return pl.concat_str(absent, separator=" and ", ignore_nulls=True).replace("", None).alias("missing")

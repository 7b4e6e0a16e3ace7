"""Tracks: fixes become straight moves, each known from one fix to the next.

fixes       records of that kind, with `record` (where each row came from)
returns     one row per move: person_id, started_at, finished_at (ms), latitude_0, longitude_0, latitude_1,
            longitude_1 (degrees, WGS 84; the second longitude unwrapped, so that the move goes the short way
            round), record_0, record_1 (the two fixes); sorted by person and time
source      specification, "track"
"""

import polars as pl

from tracing.times import MINUTE


def moves(fixes: pl.DataFrame, max_gap_minutes: float, max_accuracy_m: float) -> pl.DataFrame:
    """The moves between successive usable fixes at most `max_gap_minutes` apart."""
    usable = (
        fixes.filter(pl.col("accuracy_m").is_null() | (pl.col("accuracy_m") <= max_accuracy_m))
        .sort("person_id", "observed_at", "accuracy_m", "latitude", "longitude", "record", nulls_last=True)
        .unique(["person_id", "observed_at"], keep="first", maintain_order=True)
        .select("person_id", pl.col("observed_at").dt.epoch("ms"), "latitude", "longitude", "record")
    )
    ahead = {name: pl.col(name).shift(-1) for name in ("person_id", "observed_at", "latitude", "longitude", "record")}
    shift = ahead["longitude"] - pl.col("longitude")
    return (
        usable.select(
            "person_id",
            pl.col("observed_at").alias("started_at"),
            ahead["observed_at"].alias("finished_at"),
            pl.col("latitude").alias("latitude_0"),
            pl.col("longitude").alias("longitude_0"),
            ahead["latitude"].alias("latitude_1"),
            (pl.col("longitude") + shift - 360 * ((shift + 180) / 360).floor()).alias("longitude_1"),
            pl.col("record").alias("record_0"),
            ahead["record"].alias("record_1"),
            (ahead["person_id"] == pl.col("person_id")).alias("same_person"),
        )
        .filter("same_person", pl.col("finished_at") - pl.col("started_at") <= round(max_gap_minutes * MINUTE))
        .drop("same_person")
    )

"""Spans of time that overlap under one key, such as stays at one place.

An equality join on the key and a time slot: popular keys are cut by the hour, so that a station's visitors meet
only those of their own hours. A pair counts in the one slot in which its overlap begins.

cost: O(n + k), n spans times the slots they touch, k pairs that share a slot.
"""

import polars as pl

from tracing.times import HOUR


def overlaps(sources: pl.DataFrame, others: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Where a span of a source and one of another person overlap.

    sources     window, source_id, the key, started_at, finished_at (ms), records, and what else is wanted
    others      person_id, the key, started_at, finished_at, records, and what else is wanted
    returns     one row per pair with the shared time, the rows of both in `records`, and the columns of both;
                those of `others` that stand in both end in `_2`
    """
    begin, end = pl.lit(sources["started_at"].min(), pl.Int64), pl.lit(sources["finished_at"].max(), pl.Int64)
    there = others.join(sources.select(on).unique(), on=on, how="semi")
    there = there.filter(pl.col("started_at") < end, pl.col("finished_at") > begin)
    return (
        _in_slots(sources, begin, end)
        .lazy()
        .join(_in_slots(there, begin, end).lazy(), on=[*on, "slot"], suffix="_2")
        .with_columns(
            started_at=pl.max_horizontal("started_at", "started_at_2"),
            finished_at=pl.min_horizontal("finished_at", "finished_at_2"),
        )
        .filter((pl.col("started_at") < pl.col("finished_at")) & (pl.col("source_id") != pl.col("person_id")))
        .filter(pl.col("started_at") // HOUR == pl.col("slot"))
        .with_columns(records=pl.concat_list("records", "records_2"))
        .collect(engine="streaming")
    )


def _in_slots(spans: pl.DataFrame, begin: pl.Expr, end: pl.Expr) -> pl.DataFrame:
    """Each span in the hours between two instants that it touches: a stay may last until the year 9999."""
    first = pl.max_horizontal("started_at", begin) // HOUR
    last = (pl.min_horizontal("finished_at", end) - 1) // HOUR
    return spans.with_columns(slot=pl.int_ranges(first, last + 1)).explode("slot")

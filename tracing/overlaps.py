"""Spans of time that overlap under one key, such as stays at one place.

An equality join on the key and a time slot: popular keys are cut by the hour, so that a station's visitors meet
only those of their own hours. A pair counts in the one slot in which its overlap begins. Only numbers are joined; what
else is told of the two is taken for the pairs that are found.

cost: O(n + k), n spans times the slots they touch, k pairs that share a slot.
"""

import polars as pl

from tracing.lists import apart, appended
from tracing.times import HOUR


def overlaps(sources: pl.DataFrame, others: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Where a span of a source and one of another person overlap.

    sources     window, source_id, the key, started_at, finished_at (ms), records, and what else is wanted
    others      person_id, the key, started_at, finished_at, records, and what else is wanted
    returns     one row per pair with the shared time, the rows of both in `records`, and the columns of both;
                those of `others` that stand in both end in `_2`
    """
    met = _met(sources, others, on)
    own, theirs = sources[met["place"]], others[met["place_2"]].drop(on)
    theirs = theirs.rename({name: f"{name}_2" for name in theirs.columns if name in own.columns})
    both = own.with_columns(met["started_at"], met["finished_at"]).hstack(theirs)
    both = both.filter(pl.col("source_id") != pl.col("person_id"))
    return both.with_columns(appended(both["records"], *apart(both["records_2"])).alias("records"))


def _met(sources: pl.DataFrame, others: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Which spans overlap, by their places in the frames, and when."""
    begin, end = pl.lit(sources["started_at"].min(), pl.Int64), pl.lit(sources["finished_at"].max(), pl.Int64)
    keys = sources.select(on).unique().with_row_index("key")
    own, theirs = (_in_slots(_numbered(spans, keys, on), begin, end) for spans in (sources, others))
    return (
        own.lazy()
        .join(theirs.lazy(), on=["key", "slot"], suffix="_2")
        .select(
            *("place", "place_2", "slot"),
            started_at=pl.max_horizontal("started_at", "started_at_2"),
            finished_at=pl.min_horizontal("finished_at", "finished_at_2"),
        )
        .filter((pl.col("started_at") < pl.col("finished_at")) & (pl.col("started_at") // HOUR == pl.col("slot")))
        .collect(engine="streaming")
    )


def _numbered(spans: pl.DataFrame, keys: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """The times of spans, with their places and their keys' numbers; those of other keys are left out."""
    numbered = spans.select("started_at", "finished_at", *on).with_row_index("place")
    return numbered.join(keys, on=on).select("place", "key", "started_at", "finished_at")


def _in_slots(spans: pl.DataFrame, begin: pl.Expr, end: pl.Expr) -> pl.DataFrame:
    """Each span in the hours between two instants that it touches: a stay may last until the year 9999."""
    there = spans.filter(pl.col("started_at") < end, pl.col("finished_at") > begin)
    first = pl.max_horizontal("started_at", begin) // HOUR
    last = (pl.min_horizontal("finished_at", end) - 1) // HOUR
    return there.with_columns(slot=pl.int_ranges(first, last + 1)).explode("slot")

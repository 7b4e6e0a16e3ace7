"""Meetings become episodes, episodes become exposures: merged, accumulated, held against the rule.

episodes    window, person_id, rule, episode (number), started_at, finished_at, closest_m, place_ids, records, missing
exposures   window, person_id, rule, tier, measured_ms, closest_m, episodes (their number), and the earliest
            start and latest end; only those that reach their rule's threshold

Times are whole milliseconds; source: specification, "Rules".
"""

from fractions import Fraction
from math import ceil, floor

import polars as pl

from tracing.definitions import Rule
from tracing.times import HOUR, MINUTE, local_days

PAIR = ["window", "person_id"]


def merge(spans: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Number the runs of spans that overlap or touch: the frame sorted, with `episode` counted within `by`."""
    ordered = _with_runs(spans, by)
    return ordered.with_columns(episode=_counted()).drop("group", "run")


def _with_runs(spans: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Spans sorted, with the number of what they have in common, `group`, and of the run they are of, `run`."""
    # Sorting by one number after the other is many times faster than by several names and numbers at once.
    groups = spans.select(by).unique().sort(by).with_row_index("group")
    ordered = spans.join(groups, on=by, maintain_order="left", nulls_equal=True)
    for column in ("finished_at", "started_at", "group"):
        ordered = ordered.sort(column, maintain_order=True)
    so_far = pl.col("finished_at").cum_max().over("group").shift(1)
    new = (pl.col("group") != pl.col("group").shift(1)) | (pl.col("started_at") > so_far)
    return ordered.with_columns(run=new.fill_null(True).cast(pl.Int64).cum_sum())


def _counted() -> pl.Expr:
    """The number of a run within its group, from 1."""
    return pl.col("run") - pl.col("run").first().over("group") + 1


def episodes(meetings: pl.DataFrame) -> pl.DataFrame:
    """The meetings of each window and person, merged where they overlap or touch; sorted."""
    merged = (
        _with_runs(meetings, PAIR)
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("group", *PAIR).first(),
            pl.col("started_at").min(),
            pl.col("finished_at").max(),
            pl.col("closest_m").min(),
            pl.col("place_id").drop_nulls().unique().sort().alias("place_ids"),
            pl.col("records").explode().unique().sort(),
            pl.col("missing").drop_nulls().unique().sort(),
        )
    )
    return merged.with_columns(episode=_counted()).select(
        *PAIR, "episode", "started_at", "finished_at", "closest_m", "place_ids", "records", "missing"
    )


def measured(episodes: pl.DataFrame, rule: Rule, zone: str) -> pl.DataFrame:
    """The time of each window and person that the rule's `accumulate` chooses, as `measured_ms`."""
    lengths = {
        "episode": lambda: _longest(episodes),
        "period": lambda: _sum(episodes),
        "day": lambda: _most_in_a_day(episodes, zone),
        "rolling": lambda: _most_in_a_window(episodes, round(rule.window_hours * HOUR)),
    }
    return lengths[rule.accumulate]().group_by(PAIR).agg(pl.col("measured_ms").max())


def _longest(episodes: pl.DataFrame) -> pl.DataFrame:
    return episodes.select(*PAIR, measured_ms=pl.col("finished_at") - pl.col("started_at"))


def _sum(episodes: pl.DataFrame) -> pl.DataFrame:
    return _longest(episodes).group_by(PAIR).agg(pl.col("measured_ms").sum())


def _most_in_a_day(episodes: pl.DataFrame, zone: str) -> pl.DataFrame:
    if episodes.is_empty():
        return _longest(episodes)
    days = local_days(episodes["started_at"].min(), episodes["finished_at"].max(), zone)
    starts = days["day_started_at"]
    first = pl.col("started_at").map_batches(lambda s: starts.search_sorted(s, side="right") - 1, pl.UInt32)
    last = (pl.col("finished_at") - 1).map_batches(lambda s: starts.search_sorted(s, side="right") - 1, pl.UInt32)
    parts = (
        episodes.with_columns(day=pl.int_ranges(first.cast(pl.Int64), last.cast(pl.Int64) + 1))
        .explode("day")
        .join(days.with_row_index("day").cast({"day": pl.Int64}), on="day")
    )
    within = pl.min_horizontal("finished_at", "day_finished_at") - pl.max_horizontal("started_at", "day_started_at")
    return parts.group_by(*PAIR, "day").agg(within.sum().alias("measured_ms")).drop("day")


def _most_in_a_window(episodes: pl.DataFrame, length: int) -> pl.DataFrame:
    """The most that falls in any window of that length: one that begins with an episode is never beaten."""
    ordered = episodes.sort(*PAIR, "started_at").with_columns(length=pl.col("finished_at") - pl.col("started_at"))
    ordered = ordered.with_columns(before=pl.col("length").cum_sum().over(PAIR) - pl.col("length"))
    last = ordered.select(*PAIR, "started_at", "finished_at", "before").with_columns(at=pl.col("started_at"))
    ends = ordered.select(*PAIR, "before", at=pl.col("started_at") + length)
    held = ends.sort("at").join_asof(last.sort("at"), on="at", by=PAIR, suffix="_last", check_sortedness=False)
    inside = pl.min_horizontal("at", "finished_at") - pl.col("started_at")
    return held.select(*PAIR, measured_ms=pl.col("before_last") + inside - pl.col("before"))


def qualifying(measured: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The pairs whose measured time reaches the rule's threshold; without one, any time at all does."""
    if rule.threshold_minutes is None:
        return measured
    # The decimals as they are written: 0.29 minutes are 17,400 ms, in binary a little less.
    threshold = Fraction(str(rule.threshold_minutes)) * MINUTE
    least = floor(threshold) + 1 if rule.more_than else ceil(threshold)
    return measured.filter(pl.col("measured_ms") >= least)

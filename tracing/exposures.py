"""Meetings become episodes, episodes become exposures: merged, accumulated, held against the rule.

Who was with whom is told by `by`: the columns window and person_id, or the one that numbers such pairs.

episodes    `by`, episode (number), started_at, finished_at, closest_m, place_ids, records, missing
exposures   window, person_id, rule, tier, measured_ms, closest_m, episodes (their number), and the earliest
            start and latest end; only those that reach their rule's threshold

Times are whole milliseconds; source: specification, "Rules".
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import polars as pl

from tracing import sorting
from tracing.definitions import Rule
from tracing.grid import spread
from tracing.lists import apart, distinct, in_lists
from tracing.times import HOUR, MINUTE, local_days

PAIR = ["window", "person_id"]


def merge(spans: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Number the runs of spans that overlap or touch: the frame sorted, with `episode` counted within `by`."""
    ordered, group = sorted_by(spans, by)
    run = np.cumsum(_begins(group, *_times(ordered)))
    return ordered.with_columns(episode=_counted(group, run))


def sorted_by(spans: pl.DataFrame, by: list[str]) -> tuple[pl.DataFrame, np.ndarray]:
    """Spans sorted by what they have in common and by time, and the number of that group, for each."""
    ordered = sorting.ordered(spans, *by, "started_at")
    new = np.zeros(len(ordered), bool)
    for name in by:
        new[1:] |= np.diff(ordered[name].rle_id().to_numpy()) != 0
    return ordered, np.cumsum(new)


def _times(spans: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return spans["started_at"].to_numpy(), spans["finished_at"].to_numpy()


def _begins(group: np.ndarray, started: np.ndarray, finished: np.ndarray) -> np.ndarray:
    """Which spans, in order, begin a run of their group: those that neither overlap nor touch any before."""
    if not len(group):
        return np.zeros(0, bool)
    # The latest end so far is a running maximum of ends by their rank, beginning anew with each group.
    rank, order = np.empty(len(group), np.int64), np.argsort(finished)
    rank[order] = np.arange(len(group))
    so_far = np.maximum.accumulate(group * len(group) + rank) - group * len(group)
    new = np.ones(len(group), bool)
    new[1:] = (started[1:] > finished[order[so_far[:-1]]]) | (group[1:] != group[:-1])
    return new


def _counted(group: np.ndarray, run: np.ndarray) -> pl.Series:
    """The number of each run within its group, from 1."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    return pl.Series(run - run[first][group] + 1 if len(first) else run)


def episodes(meetings: pl.DataFrame, by: list[str] = PAIR) -> pl.DataFrame:
    """The meetings of each window and person, merged where they overlap or touch; sorted."""
    ordered, group = sorted_by(meetings, by)
    started, finished = _times(ordered)
    new = _begins(group, started, finished)
    first, run = np.flatnonzero(new), np.cumsum(new) - 1
    closest = ordered["closest_m"].to_numpy()
    if len(first):
        finished, closest = np.maximum.reduceat(finished, first), np.fmin.reduceat(closest, first)
    of, records = apart(ordered["records"])
    return (
        ordered.select(*by, "started_at")[first]
        .with_columns(
            episode=_counted(group[first], np.arange(len(first))),
            finished_at=pl.Series(finished),
            closest_m=pl.Series(closest).fill_nan(None),
            place_ids=distinct(run, ordered["place_id"], len(first)),
            records=in_lists(run[of], records.to_numpy()),
            missing=distinct(run, ordered["missing"], len(first)),
        )
        .select(*by, *_EPISODES)
    )


_EPISODES = ("episode", "started_at", "finished_at", "closest_m", "place_ids", "records", "missing")


def union_ms(spans: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """How long the spans that are alike in some columns last together: these columns, and `length` (ms); sorted."""
    last = Spans.of(spans, by)
    of, lengths = _added(last.pair, last.length)
    return last.pairs[of].with_columns(length=pl.Series(lengths, dtype=pl.Int64))


@dataclass(frozen=True)
class Spans:
    """Stretches in which a source and a person were together, by window and person and in order, none touching another.

    pairs       one row per pair: `by`
    pair        the place of each stretch's pair
    started_at, finished_at     of each stretch (ms)
    """

    pairs: pl.DataFrame
    pair: np.ndarray
    started_at: np.ndarray
    finished_at: np.ndarray

    @classmethod
    def of(cls, together: pl.DataFrame, by: list[str]) -> "Spans":
        """Of stretches that may overlap or touch: `by`, started_at, finished_at."""
        ordered, group = sorted_by(together.select(*by, "started_at", "finished_at"), by)
        started, finished = _times(ordered)
        first = np.flatnonzero(_begins(group, started, finished))
        if not len(first):
            return cls(ordered.select(by), group, started, finished)
        pairs = ordered.select(by)[np.flatnonzero(np.diff(group, prepend=-1))]
        return cls(pairs, group[first], started[first], np.maximum.reduceat(finished, first))

    @property
    def length(self) -> np.ndarray:
        return self.finished_at - self.started_at


def measured(together: pl.DataFrame, rule: Rule, zone: str, by: list[str] = PAIR) -> pl.DataFrame:
    """The time of each window and person that the rule's `accumulate` chooses, as `measured_ms`; sorted.

    together    stretches, which may overlap: `by`, started_at, finished_at
    """
    spans = Spans.of(together, by)
    of, lengths = _LENGTHS[rule.accumulate](spans, rule, zone)
    first = np.flatnonzero(np.diff(of, prepend=-1))
    most = np.maximum.reduceat(lengths, first) if len(first) else lengths
    return spans.pairs.with_columns(measured_ms=pl.Series(most))


Lengths = tuple[np.ndarray, np.ndarray]
"""Times of pairs, in order of the pairs: whose they are, and how long (ms)."""


def _each(spans: Spans, rule: Rule, zone: str) -> Lengths:
    return spans.pair, spans.length


def _altogether(spans: Spans, rule: Rule, zone: str) -> Lengths:
    return _added(spans.pair, spans.length)


def _added(of: np.ndarray, lengths: np.ndarray) -> Lengths:
    """The sums of those that stand together."""
    first = np.flatnonzero(np.diff(of, prepend=-1))
    return of[first], np.add.reduceat(lengths, first) if len(first) else lengths


def _by_day(spans: Spans, rule: Rule, zone: str) -> Lengths:
    if not len(spans.pair):
        return spans.pair, spans.length
    days = local_days(int(spans.started_at.min()), int(spans.finished_at.max()), zone)
    begins, ends = (days[name].to_numpy() for name in ("day_started_at", "day_finished_at"))
    first = np.searchsorted(begins, spans.started_at, side="right") - 1
    of, k = spread(np.searchsorted(begins, spans.finished_at, side="left") - first)
    day = first[of] + k
    inside = np.minimum(spans.finished_at[of], ends[day]) - np.maximum(spans.started_at[of], begins[day])
    days_of_pairs, lengths = _added(spans.pair[of] * len(days) + day, inside)
    return days_of_pairs // len(days), lengths


def _by_window(spans: Spans, rule: Rule, zone: str) -> Lengths:
    """The most that falls in any window of the length: one that begins with a stretch is never beaten."""
    length = round(rule.window_hours * HOUR)
    if not len(spans.pair):
        return spans.pair, spans.length
    first = np.flatnonzero(np.diff(spans.pair, prepend=-1))
    last = np.append(first[1:], len(spans.pair))[spans.pair] - 1
    ends = np.minimum(spans.started_at + length, spans.finished_at[last])
    shift = _on_one_line(spans.pair, spans.started_at, spans.finished_at)
    held = np.searchsorted(spans.started_at + shift, ends + shift, side="right") - 1
    before = np.cumsum(spans.length) - spans.length
    inside = np.minimum(ends, spans.finished_at[held]) - spans.started_at[held]
    return spans.pair, before[held] + inside - before


def _on_one_line(group: np.ndarray, started: np.ndarray, finished: np.ndarray) -> np.ndarray:
    """By how much to shift the times of spans (in windows) so that all groups come one after the other, in order."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    lasts = np.maximum.reduceat(finished, first) - started[first] + 1
    return (np.cumsum(lasts) - lasts - started[first])[group]


_LENGTHS: dict[str, Callable[[Spans, Rule, str], Lengths]] = {
    "episode": _each,
    "period": _altogether,
    "day": _by_day,
    "rolling": _by_window,
}


def qualifying(measured: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The pairs whose measured time reaches the rule's threshold; without one, any time at all does."""
    if rule.threshold_minutes is None:
        return measured
    # The decimals as they are written: 0.29 minutes are 17,400 ms, in binary a little less.
    threshold = Fraction(str(rule.threshold_minutes)) * MINUTE
    least = floor(threshold) + 1 if rule.more_than else ceil(threshold)
    return measured.filter(pl.col("measured_ms") >= least)

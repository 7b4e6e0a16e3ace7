"""Runs: encounters of the same two people that touch, as one piece of evidence, within the windows of searches.

Two people who sit side by side are met move by move; what counts is the whole of it. Runs are found once, however many
windows a source has; how near the two came and by which records is told of those alone that are asked about. Arrays
throughout: the encounters come in order.
"""

from functools import cached_property

import numpy as np
import polars as pl

from tracing.encounters import Encounters, least_m
from tracing.grid import spread
from tracing.lists import in_lists
from tracing.timeline import Timeline

_ENDS = ("record_0", "record_1")


class Runs:
    """What lies of each run in each window of its source.

    pairs       window, person_id: each once and sorted
    spans       one row per run and stretch of a window: pair (its place among them), started_at, finished_at (ms),
                those of each pair together and in order
    """

    def __init__(self, timeline: Timeline, met: Encounters, windows: pl.DataFrame):
        self._timeline, self._met = timeline, met
        self._first = _beginnings(timeline, met)
        window, self._run, self._started, self._finished = self._in_windows(windows)
        person = timeline.person[met.of.theirs[self._first[self._run]]]
        new = (np.diff(window, prepend=-1) != 0) | (np.diff(person, prepend=-1) != 0)
        self.pairs = pl.DataFrame({"window": window[new], "person_id": timeline.people.gather(person[new])})
        times = {"started_at": self._started, "finished_at": self._finished}
        self.spans = pl.DataFrame({"pair": np.cumsum(new) - 1} | times)

    def everything(self) -> pl.DataFrame:
        """All spans as meetings, by window and person."""
        met = self.meetings(np.arange(len(self.spans)))
        return met.with_columns(self.pairs[met["pair"]])

    def meetings(self, chosen: np.ndarray) -> pl.DataFrame:
        """Some of the spans, by their places, with `closest_m` and `records`, the rows they rest on."""
        run = self._run[chosen]
        closest, begin, end = self._least_m[run], self._first[run], self._last[run] + 1
        cut = (self._started[chosen] > self._met.started_at[begin]) | (self._finished[chosen] < self._ends[run])
        cut = np.flatnonzero(cut)
        if len(cut):
            closest[cut], begin[cut], end[cut] = self._cut(chosen[cut], begin[cut], end[cut])
        records = in_lists(*self._records(begin, end))
        return self.spans[chosen].with_columns(closest_m=pl.Series(closest), records=records)

    def _cut(self, chosen: np.ndarray, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, ...]:
        """Of spans that a window cuts off from a run: how near, and from which encounter (its place) to which."""
        of, k = spread(end - begin)
        at = begin[of] + k
        started = np.maximum(self._met.started_at[at], self._started[chosen][of])
        finished = np.minimum(self._met.finished_at[at], self._finished[chosen][of])
        inside = np.flatnonzero(started < finished)
        of, at, started, finished = (column[inside] for column in (of, at, started, finished))
        first = np.flatnonzero(np.diff(of, prepend=-1))
        met = self._met.of.where(at)
        least = least_m(met.motion, started - met.zero_at, finished - met.zero_at)
        return np.minimum.reduceat(least, first), at[first], at[np.append(first[1:], len(at)) - 1] + 1

    def _in_windows(self, windows: pl.DataFrame) -> tuple[np.ndarray, ...]:
        """Window, run, beginning and end of every part of a run that lies in a window."""
        source, order = self._sources(windows)
        begins, ends, window = (windows[name].to_numpy()[order] for name in ("started_at", "finished_at", "window"))
        mine = self._timeline.person[self._met.of.mine[self._first]]
        first = np.searchsorted(source, mine, side="left")
        run, k = spread(np.searchsorted(source, mine, side="right") - first)
        asked = first[run] + k
        started = np.maximum(self._met.started_at[self._first][run], begins[asked])
        finished = np.minimum(self._ends[run], ends[asked])
        some = np.flatnonzero(started < finished)
        run, started, finished, window = run[some], started[some], finished[some], window[asked[some]]
        by = np.lexsort((started, self._rank()[run], window))
        return window[by], run[by], started[by], finished[by]

    def _sources(self, windows: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """The sources of windows, as numbers in order, and the places of their windows."""
        source = self._timeline.numbers(windows["source_id"])
        order = np.argsort(source, kind="stable")
        return source[order], order

    @cached_property
    def _last(self) -> np.ndarray:
        """The place of each run's last encounter."""
        return np.append(self._first[1:], len(self._met.started_at))[: len(self._first)] - 1

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.maximum.reduceat(self._met.finished_at, self._first) if len(self._first) else self._first

    @cached_property
    def _least_m(self) -> np.ndarray:
        """How near the two of each run came. An encounter's least distance is that of its whole passage."""
        return np.minimum.reduceat(self._met.of.least_m, self._first) if len(self._first) else np.empty(0)

    def _rank(self) -> np.ndarray:
        """The place of each run's person in the order of names."""
        names = self._timeline.people.rank("ordinal").to_numpy()
        return names[self._timeline.person[self._met.of.theirs[self._first]]]

    def _records(self, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The records behind encounters from one place to another: whose, by place, and each record.

        In a run both people's moves go on from each to the next, so from the first to the last all of them count.
        """
        parts, met = [], self._met.of
        for moves in (met.mine, met.theirs):
            first, last = moves[begin], moves[end - 1]
            of, k = spread(last - first + 2)
            at = first[of] + k
            ends = at > last[of]
            before, after = (self._timeline.column[name] for name in _ENDS)
            parts.append((of, np.where(ends, after[at - 1], before[np.minimum(at, len(before) - 1)])))
        return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _beginnings(timeline: Timeline, met: Encounters) -> np.ndarray:
    """The places of the encounters with which a run begins."""
    people = timeline.person[met.of.mine], timeline.person[met.of.theirs]
    new = np.ones(len(met.started_at), bool)
    new[1:] = met.started_at[1:] > met.finished_at[:-1]
    for one in people:
        new[1:] |= one[1:] != one[:-1]
    return np.flatnonzero(new)

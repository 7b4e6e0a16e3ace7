"""Runs: encounters of the same two people that touch, as one piece of evidence, within the windows of searches.

Two people who sit side by side are met move by move; what counts is the whole of it. Runs are found once, however many
windows a source has; how near the two came and by which records is told of those alone that are asked about. Arrays
throughout: the encounters come in order.
"""

import numpy as np
import polars as pl

from tracing.encounters import Encounters
from tracing.exposures import in_lists
from tracing.grid import spread
from tracing.timeline import Timeline

_ENDS = ("record_0", "record_1")


class Runs:
    """What lies of each run in each window of its source.

    spans       one row per run and stretch of a window: window, person_id, started_at, finished_at (ms), those of each
                window and person together and in order
    """

    def __init__(self, timeline: Timeline, met: Encounters, windows: pl.DataFrame):
        self._timeline, self._met = timeline, met
        self._first = _beginnings(timeline, met)
        self._window, self._run, self._started, self._finished = self._in_windows(windows)
        people = timeline.people.gather(timeline.person[met.of.theirs[self._first[self._run]]])
        columns = {"window": self._window, "person_id": people}
        columns |= {"started_at": self._started, "finished_at": self._finished}
        self.spans = pl.DataFrame(columns)

    def meetings(self, chosen: np.ndarray | None = None) -> pl.DataFrame:
        """Some of the spans, by their places (None: all), with `closest_m` and `records`, the rows they rest on."""
        chosen = np.arange(len(self.spans)) if chosen is None else chosen
        lengths = np.diff(np.append(self._first, len(self._met.started_at)))
        of, k = spread(lengths[self._run[chosen]])
        at = self._first[self._run[chosen]][of] + k
        started = np.maximum(self._met.started_at[at], self._started[chosen][of])
        finished = np.minimum(self._met.finished_at[at], self._finished[chosen][of])
        inside = np.flatnonzero(started < finished)
        of, met = of[inside], self._met.of.where(at[inside])
        least = met.least_m(started[inside], finished[inside])
        closest = np.minimum.reduceat(least, np.flatnonzero(np.diff(of, prepend=-1))) if len(of) else least
        return self.spans[chosen].with_columns(closest_m=pl.Series(closest), records=self._records(of, met))

    def _in_windows(self, windows: pl.DataFrame) -> tuple[np.ndarray, ...]:
        """Window, run, beginning and end of every part of a run that lies in a window."""
        source, order = self._sources(windows)
        begins, ends, window = (windows[name].to_numpy()[order] for name in ("started_at", "finished_at", "window"))
        mine = self._timeline.person[self._met.of.mine[self._first]]
        first = np.searchsorted(source, mine, side="left")
        run, k = spread(np.searchsorted(source, mine, side="right") - first)
        asked = first[run] + k
        started = np.maximum(self._met.started_at[self._first][run], begins[asked])
        finished = np.minimum(self._ends()[run], ends[asked])
        some = np.flatnonzero(started < finished)
        run, started, finished, window = run[some], started[some], finished[some], window[asked[some]]
        by = np.lexsort((started, self._rank()[run], window))
        return window[by], run[by], started[by], finished[by]

    def _sources(self, windows: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """The sources of windows, as numbers in order, and the places of their windows."""
        source = self._timeline.numbers(windows["source_id"])
        order = np.argsort(source, kind="stable")
        return source[order], order

    def _ends(self) -> np.ndarray:
        if not len(self._first):
            return self._first
        return np.maximum.reduceat(self._met.finished_at, self._first)

    def _rank(self) -> np.ndarray:
        """The place of each run's person in the order of names."""
        names = self._timeline.people.rank("ordinal").to_numpy()
        return names[self._timeline.person[self._met.of.theirs[self._first]]]

    def _records(self, of: np.ndarray, met) -> pl.Series:
        """The records behind each span, sorted. A move goes on from row to row: its fixes are taken where they are new.

        of          the span of each encounter, in order
        """
        new, parts = np.diff(of, prepend=-1) != 0, []
        for moves in (met.mine, met.theirs):
            first, last = (self._timeline.column[name][moves] for name in _ENDS)
            fresh = (first[1:] != first[:-1]) & (first[1:] != last[:-1]), last[1:] != last[:-1]
            for column, changed in zip((first, last), fresh, strict=True):
                taken = new.copy()
                taken[1:] |= changed
                parts.append((of[taken], column[taken]))
        span, record = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        return in_lists(span, record)


def _beginnings(timeline: Timeline, met: Encounters) -> np.ndarray:
    """The places of the encounters with which a run begins."""
    people = timeline.person[met.of.mine], timeline.person[met.of.theirs]
    new = np.ones(len(met.started_at), bool)
    new[1:] = met.started_at[1:] > met.finished_at[:-1]
    for one in people:
        new[1:] |= one[1:] != one[:-1]
    return np.flatnonzero(new)

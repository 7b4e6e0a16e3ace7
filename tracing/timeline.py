"""The timeline: everybody's moves by person and time, and which moves of two people go on at the same time.

cost    two searches per stretch; arrays throughout, no loop per person
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tracing.grid import spread
from tracing.sorting import runs
from tracing.times import HOUR

AT_ONCE = 5_000
"""Stretches looked at in one go: what their moves take fits into a processor's own memory."""
_NUMBERS = ("started_at", "finished_at", "record_0", "record_1")
_DEGREES = ("latitude_0", "longitude_0", "latitude_1", "longitude_1")


class Timeline:
    """Moves, each person's together and in order of time (as `tracks.moves` gives them), as arrays.

    people      names, each once; the other arrays tell people by their place among them
    person      of each move
    column      every number of `tracks.moves`, and `latitude_per_ms`, `longitude_per_ms`
    """

    def __init__(self, moves: pl.DataFrame):
        number, self.people = runs(moves["person_id"])
        self.person = number.to_numpy().astype(np.int64)
        self._known = self.people.alias("name").to_frame().with_row_index("number")
        self.column = {name: moves[name].to_numpy() for name in (*_NUMBERS, *_DEGREES)}
        self.begin, self.end = self.column["started_at"], self.column["finished_at"]
        for axis in ("latitude", "longitude"):
            change = self.column[f"{axis}_1"] - self.column[f"{axis}_0"]
            self.column[f"{axis}_per_ms"] = change / (self.end - self.begin)
        self._zero = self.begin.min(initial=0)
        self._span = self.end.max(initial=0) - self._zero + 1
        self._begins, self._ends = self._placed(self.person, self.begin), self._placed(self.person, self.end)

    def beside(self, near: pl.DataFrame, hulls: pl.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The pairs of moves that go on at once within stretches of two people: places of the first and of the other.

        near        source_id, person_id, from_ms, to_ms: at most one row per pair and hour
        hulls       source_id, w0, w1: from when to when (ms) anything of a source is asked for
        yields      part by part; each pair of moves once, those of two people together and in order of time
        """
        here, there, begin, end = self._asked(near, hulls)
        pair, hour = here * len(self.people) + there, begin // HOUR - begin.min(initial=0) // HOUR
        order = np.argsort(pair * (hour.max(initial=0) + 1) + hour)
        here, there, begin, end, pair = (column[order] for column in (here, there, begin, end, pair))
        before = np.full(len(order), np.iinfo(np.int64).min)
        before[1:] = np.where(pair[1:] == pair[:-1], end[:-1], before[1:])
        for at in range(0, len(order), AT_ONCE):
            part = slice(at, at + AT_ONCE)
            yield self._beside(here[part], there[part], begin[part], end[part], before[part])

    def numbers(self, people: pl.Series) -> np.ndarray:
        """The places of people among `people`; -1 for who has no moves."""
        found = people.alias("name").to_frame().join(self._known, on="name", how="left", maintain_order="left")
        return found["number"].cast(pl.Int64).fill_null(-1).to_numpy()

    def _asked(self, near: pl.DataFrame, hulls: pl.DataFrame) -> tuple[np.ndarray, ...]:
        """Stretches of two people, as numbers: what lies of `near` in the hulls."""
        begins, ends = np.full((2, len(self.people) + 1), np.iinfo(np.int64).min)  # the last is of nobody
        source = self.numbers(hulls["source_id"])
        begins[source], ends[source] = hulls["w0"].to_numpy(), hulls["w1"].to_numpy()
        ends[-1] = begins[-1]
        here, there = self.numbers(near["source_id"]), self.numbers(near["person_id"])
        begin = np.maximum(near["from_ms"].to_numpy(), begins[here])
        end = np.minimum(near["to_ms"].to_numpy(), ends[here])
        some = np.flatnonzero((begin < end) & (there >= 0))
        return here.take(some), there.take(some), begin.take(some), end.take(some)

    def _beside(self, here, there, begin, end, before) -> tuple[np.ndarray, np.ndarray]:
        of, theirs = self._within(there, begin, end)
        at, mine = self._within(
            here[of], np.maximum(begin[of], self.begin[theirs]), np.minimum(end[of], self.end[theirs])
        )
        theirs, of = theirs[at], of[at]
        # Moves that go on together across the hour belong to the stretch before.
        once = np.flatnonzero(np.maximum(self.begin[mine], self.begin[theirs]) >= before[of])
        return mine.take(once), theirs.take(once)

    def _within(self, number: np.ndarray, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The moves of people that go on within stretches: the stretch's place, and the move's."""
        first = np.searchsorted(self._ends, self._placed(number, begin), side="right")
        last = np.searchsorted(self._begins, self._placed(number, end), side="left")
        of, k = spread(np.maximum(last - first, 0))
        return of, first[of] + k

    def _placed(self, number: np.ndarray, instants: np.ndarray) -> np.ndarray:
        """People and instants as one number each, in the order of the moves."""
        return number * self._span + np.clip(instants - self._zero, 0, self._span - 1)

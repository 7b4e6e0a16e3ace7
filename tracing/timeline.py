"""Timelines: moves by person and time, and which moves of two people go on at the same time.

cost    two searches per stretch; arrays throughout, no loop per person
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tracing.grid import spread
from tracing.times import HOUR

AT_ONCE = 50_000
"""Stretches looked at in one go: bounds the memory that their moves take."""


class Timeline:
    """The moves of many people, each person's together and in order of time (as `tracks.moves` gives them)."""

    def __init__(self, moves: pl.DataFrame):
        self.begin, self.end = moves["started_at"].to_numpy(), moves["finished_at"].to_numpy()
        number = moves["person_id"].rle_id().cast(pl.Int64)
        self._people = moves.select("person_id", number=number).unique("number")
        self._zero = self.begin.min(initial=0)
        self._span = self.end.max(initial=0) - self._zero + 1
        self._begins = self._placed(number.to_numpy(), self.begin)
        self._ends = self._placed(number.to_numpy(), self.end)

    def beside(self, other: "Timeline", near: pl.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The pairs of moves that go on at once within stretches of two people: places here and places there.

        near        source_id (a person here), person_id (a person there), from_ms, to_ms: at most one row per pair and
                    hour
        yields      part by part; each pair of moves once, those of two people together and in order of time
        """
        here, there = self._numbers(near["source_id"]), other._numbers(near["person_id"])
        begin, end = near["from_ms"].to_numpy(), near["to_ms"].to_numpy()
        pair, hour = here * len(other._people) + there, begin // HOUR - begin.min(initial=0) // HOUR
        order = np.argsort(pair * (hour.max(initial=0) + 1) + hour)
        order = order[(here[order] >= 0) & (there[order] >= 0)]
        here, there, begin, end, pair = (column[order] for column in (here, there, begin, end, pair))
        before = np.full(len(order), np.iinfo(np.int64).min)
        before[1:] = np.where(pair[1:] == pair[:-1], end[:-1], before[1:])
        for at in range(0, len(order), AT_ONCE):
            part = slice(at, at + AT_ONCE)
            yield self._beside(other, here[part], there[part], begin[part], end[part], before[part])

    def _beside(self, other: "Timeline", here, there, begin, end, before) -> tuple[np.ndarray, np.ndarray]:
        of, theirs = other._within(there, begin, end)
        at, mine = self._within(
            here[of], np.maximum(begin[of], other.begin[theirs]), np.minimum(end[of], other.end[theirs])
        )
        theirs, of = theirs[at], of[at]
        # Moves that go on together across the hour belong to the stretch before.
        once = np.maximum(self.begin[mine], other.begin[theirs]) >= before[of]
        return mine[once], theirs[once]

    def _within(self, number: np.ndarray, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The moves of people that go on within stretches: the stretch's place, and the move's."""
        first = np.searchsorted(self._ends, self._placed(number, begin), side="right")
        last = np.searchsorted(self._begins, self._placed(number, end), side="left")
        of, k = spread(np.maximum(last - first, 0))
        return of, first[of] + k

    def _numbers(self, people: pl.Series) -> np.ndarray:
        """The places of people in the order of the moves; -1 for who has none."""
        asked = people.alias("person_id").to_frame()
        found = asked.join(self._people, on="person_id", how="left", maintain_order="left")
        return found["number"].fill_null(-1).to_numpy()

    def _placed(self, number: np.ndarray, instants: np.ndarray) -> np.ndarray:
        """People and instants as one number each, in the order of the moves."""
        return number * self._span + np.clip(instants - self._zero, 0, self._span - 1)

"""How each kind of the bulk is filed in the copy: what its rows are, and which segments they go to.

A kind that is not here has no copy. Fixes stand by person and second, and their whereabouts by cell and hour; the
other kinds stand once under each of two things that they name (`tracing.clustered.spans`).
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import polars as pl

from tracing import tracks
from tracing.clustered import rows
from tracing.clustered.copy import ACCURACY_M, FIXES, GAP_MINUTES, WHEREABOUTS, Copy
from tracing.clustered.spans import SPANS, Spans
from tracing.times import MINUTE
from tracing.whereabouts import whereabouts

_GAP = round(GAP_MINUTES * MINUTE)


class Filing(Protocol):
    """One kind in the copy: its columns that numbers tell, and what its segments are called."""

    words: tuple[str, ...]
    holds: tuple[str, ...]

    def to_rows(self, told: pl.DataFrame) -> np.ndarray:
        """Records (their stored columns, `words` as numbers, and `record`) as rows of `holds[0]`, sorted by key."""
        ...

    def from_rows(self, rows: np.ndarray) -> pl.DataFrame:
        """The records of such rows: equal records give equal rows."""
        ...

    def segments(self, new: np.ndarray, copy: Copy) -> Iterator[tuple[str, np.ndarray]]:
        """What new rows of `holds[0]` add to each of `holds`; each is written before the next is asked for."""
        ...

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        """What stands for rows of several segments, sorted by key, when these are merged."""
        ...


class FiledFixes:
    """Fixes, and the whereabouts of every move that begins or ends with one of them.

    A fix that comes late changes the moves on either side of it; the whereabouts of the move that it cuts in two stay,
    and propose a little too much.
    """

    words = ("person_id", "device_id")
    holds = (FIXES, WHEREABOUTS)

    def to_rows(self, told: pl.DataFrame) -> np.ndarray:
        return rows.fixes_to_rows(told.rename({"person_id": "person", "device_id": "device"}))

    def from_rows(self, found: np.ndarray) -> pl.DataFrame:
        return rows.fixes_from_rows(found)

    def segments(self, new: np.ndarray, copy: Copy) -> Iterator[tuple[str, np.ndarray]]:
        """The fixes, and then, with them in the copy, the whereabouts."""
        yield FIXES, new
        yield WHEREABOUTS, self._stood(rows.fixes_from_rows(new), copy)

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        return rows.one_per_person(found) if holds == WHEREABOUTS else found

    def _stood(self, new: pl.DataFrame, copy: Copy) -> np.ndarray:
        fresh = new["record"].implode()
        moves = _moves_about(new, copy)
        moves = moves.filter(pl.col("record_0").is_in(fresh) | pl.col("record_1").is_in(fresh))
        return rows.whereabouts_to_rows(whereabouts(moves))


def stood_about(fixes: pl.DataFrame, copy: Copy) -> np.ndarray:
    """The whereabouts, as rows, of all moves about some fixes (person, a number; observed_at), from gap to gap."""
    return rows.whereabouts_to_rows(whereabouts(_moves_about(fixes, copy)))


def _moves_about(fixes: pl.DataFrame, copy: Copy) -> pl.DataFrame:
    at = pl.col("observed_at").dt.epoch("ms")
    around = fixes.select("person", from_ms=at - _GAP, to_ms=at + _GAP)
    there = copy.fixes(around, _GAP).rename({"person": "person_id"})
    return tracks.moves(there, GAP_MINUTES, ACCURACY_M)


class FiledSpans:
    """Check-ins, tickets or badge records."""

    def __init__(self, spans: Spans):
        self._spans = spans
        self.words, self.holds = spans.words, spans.holds
        self.to_rows, self.from_rows = spans.to_rows, spans.from_rows

    def segments(self, new: np.ndarray, copy: Copy) -> Iterator[tuple[str, np.ndarray]]:
        """The same rows under each thing that they name."""
        yield self.holds[0], new
        for holds, by in zip(self.holds[1:], self._spans.by[1:], strict=True):
            yield holds, self._spans.filed(new, by)

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        return found


FILINGS: dict[str, Filing] = {FIXES: FiledFixes()} | {kind: FiledSpans(spans) for kind, spans in SPANS.items()}

"""How each kind of the bulk is filed in the copy: what its rows are, and which segments they go to.

A kind that is not here has no copy. Fixes stand by person and second, and their whereabouts by cell and hour; the
other kinds stand once under each of the things that they name (`tracing.clustered.spans`).
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import polars as pl

from tracing.clustered import rows
from tracing.clustered.copy import FIXES, WHEREABOUTS, Copy
from tracing.clustered.spans import SPANS, Spans
from tracing.clustered.stood import stood_new


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
        """What new rows of `holds[0]`, not in the copy yet, add to each of `holds`."""
        ...

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        """What stands for rows of several segments, sorted by key, when these are merged."""
        ...


class FiledFixes:
    """Fixes, and the whereabouts of every move that begins or ends with one of them."""

    words = ("person_id", "device_id")
    holds = (FIXES, WHEREABOUTS)

    def to_rows(self, told: pl.DataFrame) -> np.ndarray:
        return rows.fixes_to_rows(told.rename({"person_id": "person", "device_id": "device"}))

    def from_rows(self, found: np.ndarray) -> pl.DataFrame:
        return rows.fixes_from_rows(found)

    def segments(self, new: np.ndarray, copy: Copy) -> Iterator[tuple[str, np.ndarray]]:
        """The whereabouts, which go by the fixes that were there before, and the fixes."""
        yield WHEREABOUTS, stood_new(new, copy)
        yield FIXES, new

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        return rows.one_per_person(found) if holds == WHEREABOUTS else found


class FiledSpans:
    """Check-ins, passages, tickets or badge records."""

    def __init__(self, spans: Spans):
        self._spans = spans
        self.words, self.holds = spans.words, spans.holds
        self.to_rows, self.from_rows = spans.to_rows, spans.from_rows

    def segments(self, new: np.ndarray, copy: Copy) -> Iterator[tuple[str, np.ndarray]]:
        """The same rows under each thing that they name."""
        yield self.holds[0], new
        for holds, by in zip(self.holds[1:], self._spans.by[1:], strict=True):
            yield holds, self._spans.filed(new.take(np.flatnonzero(new[by])), by)

    def combined(self, holds: str, found: np.ndarray) -> np.ndarray:
        return found


FILINGS: dict[str, Filing] = {FIXES: FiledFixes()} | {kind: FiledSpans(spans) for kind, spans in SPANS.items()}

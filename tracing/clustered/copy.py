"""The copy as a search reads it: rows by their keys; of fixes, those of people in stretches of time, and whereabouts.

People, places and whatever else records name are told by numbers; `numbers` and `named` translate.
cost    what is read is what was asked for, rounded to pages; one search per stretch and segment of its time
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tracing.clustered import rows, segments
from tracing.clustered.segments import Segment
from tracing.clustered.spans import MINUTES, SPANS
from tracing.errors import StoreDamaged
from tracing.grid import hour_of
from tracing.standing import Standing
from tracing.store import Database, statement
from tracing.whereabouts import CELL_M

FIXES, WHEREABOUTS = "fixes", "whereabouts"
ROWS = rows.ROWS | {holds: spans.dtype for spans in SPANS.values() for holds in spans.holds}
TIMES = rows.TIMES | dict.fromkeys(set(ROWS) - set(rows.TIMES), MINUTES)
"""How many times keys tell apart, a power of two: what is left when a key is divided by it is a time."""
GAP_MINUTES, ACCURACY_M = 10.0, 100.0
"""The moves whose whereabouts the copy holds: the usual parameters of `track` and `cell`."""


@dataclass(frozen=True)
class Part:
    """One segment of the copy: what it holds, and from which to which time."""

    holds: str
    segment: Segment
    earliest: int
    latest: int


class Copy:
    """The clustered copy of a store, opened; segments that are merged away meanwhile stay readable.

    Of the rows only those that count are told, under the numbers that they have. Whereabouts are told of all.

    Errors: StoreDamaged where a segment that counts is missing or is none.
    """

    cell_m = CELL_M

    def __init__(self, store: Database, folder: Path, standing: Standing):
        self._store, self._folder, self._standing = store, folder, standing
        self._parts: dict[int, Part] = {}
        self._names = pl.DataFrame(schema={"number": pl.UInt32, "name": pl.String})
        for number, holds, count, earliest, latest in store.run(statement("store/segments")):
            self._parts[number] = Part(holds, self._opened(number, holds, count), earliest, latest)

    def has(self, kind: str) -> bool:
        """Whether the copy holds the records of a kind: where they are few, it does not."""
        return any(part.holds.split()[0] == kind for part in self._parts.values())

    def fixes(self, spans: pl.DataFrame, gap_ms: int = 0) -> pl.DataFrame:
        """The fixes of people in stretches of time.

        spans       person (a number), from_ms, to_ms; both seconds are included
        gap_ms      stretches that lie no farther apart are read as one, so that fixes so near in time are successive
        returns     as `rows.fixes_from_rows` gives them, each person's together and in order of seconds
        """
        person = spans["person"].to_numpy()
        first, last = (rows.person_keys(person, spans[name].to_numpy()) for name in ("from_ms", "to_ms"))
        gap = np.uint64(gap_ms // 1000 + 1)
        first, last = apart(first, last + gap)
        found = self.find(FIXES, first, last - gap)
        # What comes from several segments is sorted already but for where they meet.
        return rows.fixes_from_rows(found.take(np.argsort(found["key"], kind="stable")))

    def at(self, keys: pl.Series) -> pl.DataFrame:
        """The whereabouts of some cells and hours."""
        key = keys.to_numpy()
        return rows.whereabouts_from_rows(self.find(WHEREABOUTS, *apart(key, key)))

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        """The whereabouts of everybody in some hours: reads all there are."""
        found = [rows.whereabouts_from_rows(np.empty(0, rows.WHEREABOUTS))]
        for part in segments.merged([part.segment for part in self._of(WHEREABOUTS)]):
            stood = rows.whereabouts_from_rows(part)
            found.append(stood.filter(hour_of(pl.col("key")).is_in(hours.implode())))
        return pl.concat(found)

    def find(self, holds: str, first: np.ndarray, last: np.ndarray, standing: Standing | None = None) -> np.ndarray:
        """The rows of some segments whose key lies in any of the stretches, which are sorted and lie `apart`.

        standing    of which only those are told that count; None: by the copy's own
        """
        begin, end = _times(first, last, TIMES[holds])
        some = self.meanwhile(holds, begin, end)
        first, last, begin, end = first[some], last[some], begin[some], end[some]
        found = []
        for part in self._of(holds):
            meanwhile = (begin <= part.latest) & (end >= part.earliest)
            if meanwhile.any():
                found.append(part.segment.find(first[meanwhile], last[meanwhile]))
        rows = segments.stacked(found, ROWS[holds])
        standing = standing or self._standing
        if holds == WHEREABOUTS or standing.is_whole:
            return rows
        return rows[standing.count(pl.Series(np.ascontiguousarray(rows["record"]))).to_numpy()]

    def meanwhile(self, holds: str, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """In which stretches of time, in the unit of the keys, there may be rows of some segments."""
        parts = self._of(holds)
        times = (np.array([getattr(part, end) for part in parts], np.uint64) for end in ("earliest", "latest"))
        begin, end = apart(*times)
        at = np.searchsorted(end, first)
        return np.append(begin, np.iinfo(np.uint64).max)[at] <= last

    def verified(self, holds: str) -> int:
        """How many rows its segments hold. Errors: StoreDamaged where one is not as it was written."""
        parts = self._of(holds)
        for number, part in self._parts.items():
            if part in parts and not part.segment.is_sound():
                raise StoreDamaged(f"{self._path(number)}: not as it was written")
        return sum(len(part.segment) for part in parts)

    def numbers(self, names: pl.Series) -> pl.DataFrame:
        """The numbers of those names that have one: name, number."""
        if names.is_empty():
            return pl.DataFrame(schema={"name": pl.String, "number": pl.UInt32})
        with self._store.lent("asked", names.alias("name").unique().to_frame()):
            return self._store.frame(statement("store/numbers"))

    def under_all_numbers(self, asked: pl.DataFrame, column: str) -> pl.DataFrame:
        """What is asked of people (by number in a column), under every number that records of theirs bear."""
        return asked

    def named(self, told: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
        """The frame with names in place of numbers in some of its columns."""
        known = self._names_of(pl.concat([told[column] for column in columns]).drop_nulls().unique())
        name = pl.col(*columns).replace_strict(known["number"], known["name"], default=None, return_dtype=pl.String)
        return told.with_columns(name)

    def _names_of(self, numbers: pl.Series) -> pl.DataFrame:
        """At least the names of some numbers: number, name. Those told before are not asked for again."""
        known = self._names
        unknown = numbers.filter(~numbers.is_in(known["number"].implode()))
        if len(unknown):
            with self._store.lent("asked", unknown.alias("number").to_frame()):
                known = self._names = known.vstack(self._store.frame(statement("store/names")))
        return known

    def _of(self, holds: str) -> list[Part]:
        return [part for part in self._parts.values() if part.holds == holds]

    def _opened(self, number: int, holds: str, count: int) -> Segment:
        try:
            return Segment(self._path(number), ROWS[holds], count)
        except (OSError, ValueError):
            raise StoreDamaged(f"{self._path(number)}: missing, or no segment of a clustered copy") from None

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.npy"


def _times(first: np.ndarray, last: np.ndarray, times: int) -> tuple[np.ndarray, np.ndarray]:
    """From which to which time stretches of keys go; those of more than one thing through all times."""
    within_one, time = (first ^ last) < np.uint64(times), np.uint64(times - 1)
    return np.where(within_one, first & time, np.uint64(0)), np.where(within_one, last & time, time)


def apart(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Stretches of keys in order, merged where they overlap or touch."""
    order = np.argsort(first, kind="stable")
    first, last = first[order], np.maximum.accumulate(last[order])
    new = np.ones(len(first), bool)
    new[1:] = first[1:] > last[:-1] + np.uint64(1)
    begins = np.flatnonzero(new)
    return first[begins], last[np.append(begins[1:], len(first))[: len(begins)] - 1]

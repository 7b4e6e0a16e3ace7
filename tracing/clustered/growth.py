"""The copy as an ingest writes it: new records are sorted into segments, and segments of like size are merged.

What is added is held in memory and sorted out in parts of `PART` rows: then the part becomes one new segment of each
name under which its kind is filed.

cost    O(batch log(store)): each row is rewritten once for every `FAN`-fold growth
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from tracing import records
from tracing.clustered import segments
from tracing.clustered.copy import ROWS, TIMES, WHEREABOUTS, Copy, Part, apart
from tracing.clustered.filings import FILINGS, Filing, stood_about
from tracing.clustered.segments import Segment
from tracing.model import Kind
from tracing.standing import Standing
from tracing.store import Database, statement

PART = 250_000
FAN = 8
AT_LEAST = 1_000_000
"""Rows: a kind of which a store has fewer is not copied."""


class Growing(Copy):
    """The copy within a transaction of its store, growing by one kind: what it writes counts when the transaction ends
    well.
    """

    def __init__(self, store: Database, folder: Path, kind: Kind):
        super().__init__(store, folder, Standing.of(store))
        self._known = Standing.of(store, with_marks=False)
        folder.mkdir(mode=0o700, exist_ok=True)
        self._kind = kind
        self._filing: Filing = FILINGS[kind.name]
        self._waiting: list[np.ndarray] = []

    @classmethod
    def of(cls, store: Database, folder: Path, kind: Kind) -> "Growing | None":
        """The copy, where the store has so many rows of the kind that they are copied; begun now, if they have become
        so many.
        """
        if kind.name not in FILINGS:
            return None
        is_copied = any(holds.split()[0] == kind.name for _, holds, *_ in store.run(statement("store/segments")))
        if not is_copied and records.count(store, kind) < AT_LEAST:
            return None
        copy = cls(store, folder, kind)
        if not is_copied:
            for part in records.parts(store, kind, PART):
                copy.add(part)
        return copy

    def known(self, different: pl.DataFrame) -> pl.DataFrame:
        """The rows of a batch that say what a record says that is known, as `records.known` tells them.

        cost    the batch's, not the store's
        """
        asked = self._filing.to_rows(self._numbered(different.rename({"line": "record"})))
        stretches = apart(asked["key"], asked["key"])
        first, new = self._filing.holds[0], self._filing.from_rows(asked)
        found = [
            self.find(first, *stretches, self._known),
            *(segments.find(part, *stretches) for part in self._waiting),
        ]
        there = self._filing.from_rows(np.concatenate(found))
        same = [name for name in there.columns if name != "record"]
        return new.rename({"record": "line"}).join(there, on=same, nulls_equal=True).select("line", "record")

    def add(self, told: pl.DataFrame) -> None:
        """Take in records that are new: the kind's stored columns and `record`."""
        self._waiting.append(self._filing.to_rows(self._numbered(told)))
        if sum(map(len, self._waiting)) >= PART:
            self.settle()

    def settle(self) -> None:
        """Write what waits, and merge segments of like size."""
        if not self._waiting:
            return
        new = np.concatenate(self._waiting)
        new = new[np.argsort(new["key"], kind="stable")]
        self._waiting = []
        for holds, found in self._filing.segments(new, self):
            self._add(holds, found)
        for holds in self._filing.holds:
            self._merge(holds)

    def past_marks(self, file_id: int) -> None:
        """Once a file is settled, write the whereabouts of the moves that go past the fixes that it marked."""
        self._standing = Standing.of(self._store)
        marked = self._store.frame(statement("store/fixes_about_marks"), {"file_id": file_id})
        about = marked.join(self.numbers(marked["name"]), on="name", maintain_order="left").rename({"number": "person"})
        for part in about.iter_slices(PART):
            self._add(WHEREABOUTS, stood_about(part, self))
        self._merge(WHEREABOUTS)

    def clear(self) -> None:
        """Remove the files that count no longer: those of merged segments, and what killed runs left."""
        kept = {self._path(number) for number in self._parts}
        for path in set(self._folder.glob("[0-9]*[0-9].npy")) - kept:
            segments.remove(path)

    def _add(self, holds: str, found: np.ndarray) -> None:
        if len(found):
            time = found["key"] % np.uint64(TIMES[holds])
            self._write(holds, [found], int(time.min()), int(time.max()))

    def _merge(self, holds: str) -> None:
        """Merge segments while `FAN` of them are of one size, within a factor of `FAN`."""
        sizes: dict[int, list[int]] = {}
        for number, part in self._parts.items():
            if part.holds == holds:
                sizes.setdefault(int(np.log(len(part.segment)) / np.log(FAN)), []).append(number)
        for alike in sizes.values():
            if len(alike) >= FAN:
                old = [self._parts[number] for number in alike]
                rows = segments.merged([part.segment for part in old], partial(self._filing.combined, holds))
                self._write(holds, rows, min(part.earliest for part in old), max(part.latest for part in old))
                self._drop(alike)
                self._merge(holds)
                return

    def _write(self, holds: str, rows: Iterable[np.ndarray], earliest: int, latest: int) -> None:
        number = max(self._parts, default=0) + 1
        segments.remove(self._path(number))  # who reads a file of that name, left by a killed run, reads on
        count = segments.write(self._path(number), rows, ROWS[holds])
        facts = {"segment": number, "holds": holds, "rows": count, "earliest": earliest, "latest": latest}
        self._store.run(statement("store/add_segment"), facts)
        self._parts[number] = Part(holds, Segment(self._path(number)), earliest, latest)

    def _drop(self, numbers: list[int]) -> None:
        self._store.run(statement("store/drop_segments"), {"segments": numbers})
        for number in numbers:
            del self._parts[number]

    def _numbered(self, told: pl.DataFrame) -> pl.DataFrame:
        """Records with numbers in place of words; words that are new get one."""
        texts = told.with_columns(pl.col(self._filing.words).cast(pl.String))
        names = pl.concat([texts[column].rename("name") for column in self._filing.words]).drop_nulls().unique()
        with self._store.lent("arrived", names.to_frame()):
            self._store.run(statement("store/give_numbers"))
        known = self.numbers(names)
        number = pl.col(self._filing.words).replace_strict(
            known["name"], known["number"], default=None, return_dtype=pl.UInt32
        )
        return texts.with_columns(number, pl.selectors.datetime().dt.replace_time_zone("UTC"))

"""The copy as an ingest writes it: new records are sorted into segments, and segments of like size are merged.

What is added is held in memory and sorted out in parts of `PART` rows: then the part becomes one new segment of each
name under which its kind is filed. A thread of its own works that out while the next rows come in.

cost    O(batch log(store)): each row is rewritten once for every `FAN`-fold growth
"""

import math
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from tracing import records
from tracing.clustered import segments
from tracing.clustered.copy import ROWS, TIMES, WHEREABOUTS, Copy, Part, apart
from tracing.clustered.filings import FILINGS, Filing
from tracing.clustered.stood import stood_about
from tracing.model import Kind
from tracing.standing import LINE_BITS, Standing
from tracing.store import Database, statement

PART = 160_000
FAN = 8
_REMEMBERED = 100_000
"""Names of which the numbers are held, as most come again."""
AT_LEAST = 1_000_000
"""Rows: a kind of which a store has fewer is not copied."""


def enough(store: Database, kind: Kind) -> float:
    """From how many records on a store copies a kind: none more where it does already, infinity where it never does."""
    copied = {holds.split()[0] for _, holds, *_ in store.run(statement("store/segments"))}
    if kind.name in copied:
        return 0
    return AT_LEAST if kind.name in FILINGS else math.inf


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
        self._numbers = pl.DataFrame(schema={"name": pl.String, "number": pl.UInt32})
        self._filed = np.empty(0, ROWS[self._filing.holds[0]])
        self._worker = ThreadPoolExecutor(1)
        self._found: Future[list[tuple[str, np.ndarray]]]

    @classmethod
    def of(cls, store: Database, folder: Path, kind: Kind) -> "Growing":
        """The copy of a kind of which there are enough records (`enough`); begun now, where it is not yet."""
        copy = cls(store, folder, kind)
        if not copy.has(kind.name):
            for part in records.parts(store, kind, PART // 4):
                copy.add(part)
        return copy

    def take_in(self, different: pl.DataFrame, file_id: int) -> pl.DataFrame:
        """Take in those rows of a batch of a file that are new: those that are known, as `records.known` tells them.

        cost    the batch's, not the store's
        """
        arrived = self._filing.to_rows(self._numbered(different.rename({"line": "record"})))
        known = self._known_among(arrived)
        if not known.is_empty():
            arrived = arrived[~np.isin(arrived["record"], known["line"].to_numpy())]
        arrived["record"] |= file_id << LINE_BITS
        self._keep(arrived)
        return known

    def _known_among(self, arrived: np.ndarray) -> pl.DataFrame:
        stretches = apart(arrived["key"], arrived["key"])
        found = [
            self.find(self._filing.holds[0], *stretches, self._known),
            *(self._find_in(part, *stretches) for part in self._waiting),
        ]
        there = self._filing.from_rows(segments.stacked(found, arrived.dtype))
        new = self._filing.from_rows(arrived if len(there) else arrived[:0])
        same = [name for name in there.columns if name != "record"]
        return new.rename({"record": "line"}).join(there, on=same, nulls_equal=True).select("line", "record")

    def _find_in(self, part: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """As `find`, in rows that are not written yet."""
        times = np.uint64(TIMES[self._filing.holds[0]])
        at, time = first % times, part["key"] % times
        some = (at >= time.min()) & (at <= time.max())
        return segments.find(part, first[some], last[some])

    def add(self, told: pl.DataFrame) -> None:
        """Take in records that are new: the kind's stored columns and `record`."""
        self._keep(self._filing.to_rows(self._numbered(told)))

    def _keep(self, new: np.ndarray) -> None:
        if len(new):
            self._waiting.append(new)
        if sum(map(len, self._waiting)) - len(self._filed) >= PART:
            self._file()

    def settle(self) -> None:
        """Write what waits, and merge segments of like size."""
        self._file()
        self._write_filed()

    def _file(self) -> None:
        """Have what waits worked out, once what was before it is written."""
        self._write_filed()
        if self._waiting:
            new = segments.stacked(self._waiting, self._filed.dtype)
            self._waiting = []  # or the same rows would lie in memory three times
            # A stable sort merges stretches that are sorted already.
            self._filed = new.take(np.argsort(new["key"], kind="stable"))
            self._waiting = [self._filed]
            self._found = self._worker.submit(lambda: list(self._filing.segments(self._filed, self)))

    def _write_filed(self) -> None:
        if not len(self._filed):
            return
        for holds, found in self._found.result():
            self._add(holds, found)
        self._waiting = self._waiting[1:]
        self._filed = self._filed[:0]
        for holds in self._filing.holds:
            self._merge(holds)
        for part in self._parts.values():  # what comes next asks others, as files are mostly in order of time
            part.segment.let_go()

    def past_marks(self, file_id: int) -> None:
        """Once a file is settled or taken back, write the whereabouts of the moves past the fixes that were marked with
        it, and of those from and to fixes that were so no more.
        """
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
        self._parts[number] = Part(holds, self._opened(number, holds, count), earliest, latest)

    def _drop(self, numbers: list[int]) -> None:
        self._store.run(statement("store/drop_segments"), {"segments": numbers})
        for number in numbers:
            del self._parts[number]

    def _numbered(self, told: pl.DataFrame) -> pl.DataFrame:
        """Records with numbers in place of words; words that are new get one."""
        texts = told.with_columns(pl.col(self._filing.words).cast(pl.String))
        known = self._numbers_of(pl.concat([texts[column].rename("name") for column in self._filing.words]))
        number = pl.col(self._filing.words).replace_strict(
            known["name"], known["number"], default=None, return_dtype=pl.UInt32
        )
        return texts.with_columns(number, pl.selectors.datetime().dt.replace_time_zone("UTC"))

    def _numbers_of(self, names: pl.Series) -> pl.DataFrame:
        """The numbers of names: name, number. Most come again, and are not asked for again."""
        different = names.drop_nulls().unique()
        unknown = different.filter(~different.is_in(self._numbers["name"].implode()))
        if len(unknown):
            with self._store.lent("arrived", unknown.to_frame()):
                self._store.run(statement("store/give_numbers"))
            self._numbers = self._numbers.vstack(self.numbers(unknown))
        known = different.to_frame().join(self._numbers, on="name")
        self._numbers = self._numbers[-_REMEMBERED:]
        return known

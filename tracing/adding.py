"""Records of one kind as a file adds to them: what is known of each batch, while the batch before it is still written.

One thread writes. What it writes is held, so that a batch of a file in order of time is held against that alone, and
against the store only where a part of it lies among what is older.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import polars as pl

from tracing import records
from tracing.model import Kind
from tracing.standing import Standing, record
from tracing.store import Database


class Adding:
    """The rows that one file adds, batch by batch, within a transaction of the store.

    rows    how many records of the kind were ever taken in, this file's included
    """

    def __init__(self, store: Database, kind: Kind, file_id: int, standing: Standing, writer: ThreadPoolExecutor):
        self._store, self._kind, self._file_id, self._standing = store, kind, file_id, standing
        self._writer = writer
        self._moment = kind.required_instant
        self.rows, self._reach = records.count(store, kind), records.reach(store, kind)
        self._written: Future[None] | None = None
        self._last: pl.DataFrame | None = None

    @classmethod
    @contextmanager
    def of(cls, store: Database, kind: Kind, file_id: int, standing: Standing) -> Iterator["Adding"]:
        """All is written when this ends, or what hindered it is raised."""
        with ThreadPoolExecutor(1) as writer:
            adding = cls(store, kind, file_id, standing, writer)
            yield adding
            adding.settle()

    def known(self, rows: pl.DataFrame) -> pl.DataFrame:
        """As `records.known`, of rows of which no two say the same."""
        if not self.rows or rows.is_empty():
            return records.NONE_KNOWN
        if self._is_older(rows):
            self.settle()
            return records.known(self._store, self._kind, rows, self._standing)
        return self._known_of_last(rows)

    def add(self, rows: pl.DataFrame) -> None:
        """Have new rows written, once those before them are."""
        self.settle()
        if rows.height:
            self.rows += rows.height
            self._last = rows
            self._written = self._writer.submit(records.add, self._store, self._kind, rows, self._file_id)

    def settle(self) -> None:
        """Wait until what was added is written. Errors: what hindered it."""
        if self._written is not None:
            self._written.result()
            if self._moment is not None:
                moments = self._last[self._moment]
                self._reach = _widened(self._reach, moments.min(), moments.max())
            self._written = self._last = None

    def _is_older(self, rows: pl.DataFrame) -> bool:
        """Whether some row may say what one says that is written: where no instant is needed, any may."""
        if self._moment is None or self._reach is None:
            return self._moment is None
        first, last = self._reach
        return first <= rows[self._moment].max() and rows[self._moment].min() <= last

    def _known_of_last(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that say what a row says that is being written: `line`, `record`."""
        if self._last is None:
            return records.NONE_KNOWN
        at = pl.col(self._moment)
        meanwhile = rows.filter(at <= self._last[self._moment].max())
        there = self._last.filter(at.is_in(meanwhile[self._moment].implode()))
        told = there.select(*records.content(self._kind), record(self._file_id))
        same = meanwhile.join(told, on=records.content(self._kind), nulls_equal=True)
        return same.select("line", "record")


def _widened(reach: tuple[datetime, datetime] | None, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    return (min(reach[0], first), max(reach[1], last)) if reach else (first, last)

"""The batches of a file on their way in: read, split into records and rejects, and told under pseudonyms.

While one batch is taken into the store the next one is read, by a thread of its own that touches no database.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import polars as pl

from tracing import records
from tracing.identity.papers import renaming
from tracing.intake.profiles import Reading
from tracing.intake.rejected_people import rejected_people
from tracing.intake.rows import read_rows
from tracing.intake.tables import Batch
from tracing.intake_report.observing import Observing
from tracing.ledger import PendingFile
from tracing.model import Kind
from tracing.privacy.pseudonym import MADE, PREFIX, Pseudonyms

RENAMED = "several-names"
_RENAMED = "told another name than a row before under the same key: `tracing identity propose` shows which"
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Arrived:
    """What came of one batch.

    rows        records of the kind, with pseudonyms for keys; no two of them say the same
    repeated    rows that said what an earlier one of the batch says
    keys        what the pseudonyms stand for that were made for it: `MADE`
    rejects     as they are shown
    named       whom rejects name: `line`, `person_id`, a pseudonym
    persons     what the file says of people beside its own records; None where it says nothing
    lines       how many lines of the file it holds
    done        share of the file read so far, 0 to 1
    """

    rows: pl.DataFrame
    repeated: int
    keys: pl.DataFrame
    rejects: pl.DataFrame
    named: pl.DataFrame
    persons: pl.DataFrame | None
    lines: int
    done: float


@dataclass(frozen=True)
class Reader:
    """How the batches of one file are read; what they show is seen by `seen`."""

    file: PendingFile
    kind: Kind
    reading: Reading | None
    zone: str
    pseudonyms: Pseudonyms
    seen: Observing

    def arrivals(self, batches: Iterable[Batch]) -> Iterator[Arrived]:
        """What comes of the batches, in their order."""
        return ahead(map(self._read, ahead(iter(batches))))

    def _read(self, batch: Batch) -> Arrived:
        mapped, crs, readers = batch, self.file.crs, {}
        if self.reading is not None:
            mapped, readers = self.reading.mapped(batch), self.reading.readers
            crs = crs or self.reading.profile.crs
        rows, rejects = read_rows(self.kind, mapped, self.zone, crs, self.file.brought_at, readers)
        persons = self._persons(batch, rows)
        names = rows if "name" in self.kind.sealed else persons
        self.seen.see(mapped if names is None else _with_renaming(mapped, names), rows, readers)
        named = self._named(rejected_people(self.kind, mapped, rejects, readers))
        told, keys = _pseudonymised(self.kind, rows, self.pseudonyms)
        once = records.once(self.kind, told)
        if persons is not None:  # behind the rows: who was told under a pseudonym before counts as remembered
            persons = persons.with_columns(self.pseudonyms.of_column(persons["person_id"], "person")[0])
        shown = self.reading.shown(rejects) if self.reading else rejects
        return Arrived(once, len(told) - len(once), keys, shown, named, persons, lines_of(batch), batch.done)

    def _named(self, people: pl.DataFrame) -> pl.DataFrame:
        if people.is_empty():
            return people
        # Made one by one: a key that only rejects bear is not remembered, so neither is its pseudonym here.
        made = {key: self.pseudonyms.of(key) for key in people["person_id"].unique()}
        return people.with_columns(pl.col("person_id").replace(made))

    def _persons(self, batch: Batch, rows: pl.DataFrame) -> pl.DataFrame | None:
        if not (self.reading and self.reading.told):
            return None
        return self.reading.persons(batch, rows)


def lines_of(batch: Batch) -> int:
    """How many lines of its file a batch holds."""
    return batch.frame.height + batch.broken["column"].is_null().sum()


def _with_renaming(batch: Batch, names: pl.DataFrame) -> Batch:
    """The batch, with which of its lines tell another name than lines before them of the same person."""
    return replace(batch, asides={**batch.asides, (RENAMED, _RENAMED): renaming(names)})


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """Items, each of them made while the one before it is in use."""
    with ThreadPoolExecutor(1) as worker:
        following = partial(worker.submit, next, items, None)
        waiting = following()
        while (item := waiting.result()) is not None:
            waiting = following()
            yield item


def _pseudonymised(kind: Kind, rows: pl.DataFrame, pseudonyms: Pseudonyms) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with pseudonyms for keys, and what the pseudonyms stand for that were made for it."""
    keys = [pl.DataFrame(schema=MADE)]
    for column in kind.columns:
        if column.label in PREFIX:
            told, made = pseudonyms.of_column(rows[column.name], column.label)
            keys.append(made)
            rows = rows.with_columns(told.alias(column.name))
    if kind.sealed:
        rows = rows.with_columns(sealed=pseudonyms.seal(rows.select(kind.sealed)))
    return rows, pl.concat(keys)

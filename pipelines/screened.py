"""What the last screen was made of, for the questions that its results alone do not answer.

The records and the files are those of the store as it is now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tracing import definitions, records
from tracing.clustered.stored import Stored
from tracing.definitions import Definition
from tracing.results import run_of
from tracing.store import Database, statement


@dataclass(frozen=True)
class Screened:
    """The inputs of a screen.

    files       file_id, name: all that were taken in
    files_since how many of them after the screen began
    """

    records: dict[str, pl.DataFrame]
    definition: Definition
    as_of: datetime
    timezone: str
    files: pl.DataFrame
    files_since: int


def inputs(store: Database, clustered: Path, results: Database, people: Collection[str] | None = None) -> Screened:
    """The inputs of the screen of those results; `people`: of the bulk of the records, only theirs."""
    run = run_of(results)
    known = records.load(store) if people is None else Stored(store, clustered).of(people)
    files = store.frame(statement("store/taken_files"))
    [(since,)] = store.run(statement("store/files_since"), {"at": run.begun_at.replace(tzinfo=None)})
    definition = definitions.read(run.definition_text.encode(), f"the definition of screen {run.run_id}")
    return Screened(known, definition, run.as_of, run.timezone, files, since)

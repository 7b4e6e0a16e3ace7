"""What the last screen was made of, for the questions that its results alone do not answer.

The records are those that were known when it began.
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
from tracing.standing import Standing
from tracing.store import Database, statement


@dataclass(frozen=True)
class Screened:
    """The inputs of a screen.

    files       file_id, name: all that were taken in
    """

    records: dict[str, pl.DataFrame]
    definition: Definition
    as_of: datetime
    timezone: str
    files: pl.DataFrame


def inputs(store: Database, clustered: Path, results: Database, people: Collection[str] | None = None) -> Screened:
    """The inputs of the screen of those results; `people`: of the bulk of the records, only theirs."""
    run = run_of(results)
    if people is None:
        known = records.load(store, standing=Standing.of(store, run.begun_at))
    else:
        known = Stored(store, clustered, run.begun_at).of(people)
    files = store.frame(statement("store/taken_files"))
    definition = definitions.read(run.definition_text.encode(), f"the definition of screen {run.run_id}")
    return Screened(known, definition, run.as_of, run.timezone, files)

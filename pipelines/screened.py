"""What the last screen was made of, for the questions that its results alone do not answer.

The records are those of the store as it is now: `files_since` says how many files came in after the screen began.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from pipelines.settings import Workspace
from tracing import definitions, records
from tracing.definitions import Definition
from tracing.results import run_of
from tracing.store import Database, statement


@dataclass(frozen=True)
class Screened:
    """The inputs of a screen."""

    records: dict[str, pl.DataFrame]
    definition: Definition
    as_of: datetime
    timezone: str
    files_since: int


def inputs(space: Workspace, results: Database, people: Collection[str] | None = None) -> Screened:
    """The inputs of the screen of those results; `people`: of the bulk of the records, only theirs.

    Errors: WorkspaceLocked while another process writes to the store.
    """
    run = run_of(results)
    with Database(space.store, read_only=True) as store:
        known = records.load(store, people)
        [(since,)] = store.run(statement("store/files_since"), {"at": run.begun_at.replace(tzinfo=None)})
    definition = definitions.read(run.definition_text.encode(), f"the definition of screen {run.run_id}")
    return Screened(known, definition, run.as_of, run.timezone, since)

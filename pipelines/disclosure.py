"""Identities out of the vault: the audit entry is on the disk before anything is read."""

from datetime import datetime

import polars as pl

from pipelines import settings
from tracing.citations import LINE_BITS
from tracing.model import KINDS
from tracing.privacy.audit import AuditEntry, write_entry
from tracing.privacy.vault import disclose, said_of
from tracing.records import latest_of
from tracing.results import run_of
from tracing.standing import Standing
from tracing.store import Database


def disclosed(
    space: settings.Workspace,
    results: Database,
    people: pl.Series,
    what: str,
    case_id: str | None,
    lines: int,
    known_at: datetime | None = None,
) -> pl.DataFrame:
    """Who the people are, as `tracing.privacy.vault.disclose` gives it; the use stands in the audit log.

    results     the screen whose list or graph goes out
    known_at    who they were known to be at an instant; None: who they are known to be
    """
    return opened(space, people, noted(space, results, what, case_id or "all", lines), known_at)


def disclosed_without_a_screen(
    space: settings.Workspace, people: pl.Series, what: str, case_id: str, lines: int
) -> pl.DataFrame:
    """The same for an answer that is of no screen's results but of the records."""
    return opened(space, people, noted_without_a_screen(space, what, case_id, lines))


def opened(
    space: settings.Workspace, people: pl.Series, entry: AuditEntry, known_at: datetime | None = None
) -> pl.DataFrame:
    """Who the people are, or were known to be at an instant, under an entry that stands (`noted`)."""
    with Database(space.store, read_only=True) as store, Database(space.vault, read_only=True) as vault:
        return disclose(vault, people, told_of(store, vault, people, Standing.of(store, known_at)), entry)


def told_of(store: Database, vault: Database, people: pl.Series, standing: Standing) -> pl.DataFrame:
    """Which rows of files say who each of some people is, what counts more the later: `person_id`, `file_id`, `line`.

    Under each of her names the latest of a persons file; where there is none, and before these, what other files said
    of her beside their records: the row that tells most, and of these the latest.
    """
    told = latest_of(store, KINDS["persons"], people, standing)
    others = standing.joined.recorded_as(people).join(told, on=["person_id", "name"], how="anti")
    said = _said(vault, others, standing).join(others, on="name").sort("told", "record")
    last = said.unique(["person_id", "name"], keep="last", maintain_order=True).sort("record")
    return pl.concat([last.select(told.columns).cast(told.schema), told]).select("person_id", "file_id", "line")


def rows_that_count(vault: Database, people: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """All rows of files that count and say who some people (`person_id`) are: `person_id`, `file_id`, `line`."""
    return _said(vault, people.rename({"person_id": "name"}), standing).select("file_id", "line", person_id="name")


def _said(vault: Database, people: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    said = said_of(vault, people).with_columns(record=pl.col("file_id").cast(pl.Int64) * 2**LINE_BITS + pl.col("line"))
    return said.filter(standing.count(said["record"]))


def pseudonym_of(space: settings.Workspace, results: Database, source_key: str, case_id: str) -> str:
    """The pseudonym of a source's key: trying a key out is a use of identities too, and is noted first."""
    noted(space, results, "explain by a source's key", case_id, lines=1)
    return space.pseudonyms().of(source_key)


def noted(space: settings.Workspace, results: Database, what: str, case_id: str, lines: int) -> AuditEntry:
    """An entry in the audit log, on the disk."""
    return _entry(space, what, case_id, run_of(results).run_id, lines)


def noted_without_a_screen(space: settings.Workspace, what: str, case_id: str, lines: int) -> AuditEntry:
    """The same for a use of identities that rests on no screen: the entry's run is 0."""
    return _entry(space, what, case_id, 0, lines)


def _entry(space: settings.Workspace, what: str, case_id: str, run_id: int, lines: int) -> AuditEntry:
    facts = {"what": what, "case_id": case_id, "run_id": run_id, "lines": lines}
    return write_entry(space.audit, at=settings.now(), who=settings.user(), **facts)

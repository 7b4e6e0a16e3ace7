"""Identities out of the vault: the audit entry is on the disk before anything is read."""

import polars as pl

from pipelines import settings
from tracing.privacy.audit import write_entry
from tracing.privacy.vault import disclose
from tracing.results import run_of
from tracing.store import Database


def disclosed(
    space: settings.Workspace, results: Database, people: pl.Series, what: str, case_id: str | None, lines: int
) -> pl.DataFrame:
    """Who the people are, as `tracing.privacy.vault.disclose` gives it; the use stands in the audit log.

    results     the screen whose list or graph goes out
    """
    entry = write_entry(
        space.audit,
        at=settings.now(),
        who=settings.user(),
        what=what,
        case_id=case_id or "all",
        run_id=run_of(results).run_id,
        lines=lines,
    )
    with Database(space.vault, read_only=True) as vault:
        return disclose(vault, people, entry)

"""The lists as they would have been at an earlier hour: with what was known then, and nothing that came since."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines import settings
from pipelines.screen import publish_screen
from pipelines.settings import Workspace
from tracing import ledger
from tracing.errors import UsageError
from tracing.intake.instants import instant
from tracing.ledger import BegunRun
from tracing.results import of_run, run_ids
from tracing.store import Database


def hour_of(text: str, zone: str) -> datetime:
    """The hour that is asked for. Errors: UsageError for what is no instant, or lies ahead."""
    hour = instant(text, zone, closing=True)
    if hour is None:
        raise UsageError("--known-at: not an ISO 8601 instant, such as 2021-08-07 or 2021-08-07T14:00+08:00")
    if hour > settings.now():
        raise UsageError("--known-at: this hour has not come yet")
    return hour


@contextmanager
def known_at(space: Workspace, hour: datetime) -> Iterator[Database]:
    """Results as they would have been at an hour.

    Where the last screen by then had seen all that was known, they are its own, as published or found once more. Where
    something came after it, they are of a screen begun at that very hour: by the same definition, and as of the moment
    that the last screen was asked for, else as of that hour.
    """
    with Database(space.store, read_only=True) as store:
        begun = _begun(space, store, hour)
        if begun.run_id in run_ids(space.results):
            with of_run(space.results, begun.run_id) as published:
                yield published
            return
        with TemporaryDirectory(prefix=".known-", dir=space.folder) as folder:
            publish_screen(space, store, begun, Path(folder))
            with of_run(Path(folder), begun.run_id) as found:
                yield found


def _begun(space: Workspace, store: Database, hour: datetime) -> BegunRun:
    last = ledger.last_run(store, hour, run_ids(space.results))
    if last is None:
        chosen = space.definition_in_force()
        return BegunRun(0, chosen.sha256, chosen.text, hour, hour)
    if not ledger.changed_between(store, last.begun_at, hour):
        return last
    as_of = hour if last.as_of == last.begun_at else last.as_of
    return BegunRun(0, last.definition_sha256, last.definition_text, as_of, hour)

"""Flow: records -> windows -> meetings -> episodes -> exposures -> contacts, published as one file."""

import sys
from datetime import datetime
from pathlib import Path

from pipelines import settings
from pipelines.orchestration import show_table, step
from pipelines.settings import Workspace
from tracing import definitions
from tracing.clustered.stored import Stored
from tracing.definitions import Definition
from tracing.errors import UsageError
from tracing.intake.instants import instant
from tracing.results import Run, publish
from tracing.screening import screen as screening
from tracing.store import Database, statement

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def screen(workspace: str, as_of: str | None = None, definition: str | None = None) -> dict:
    """Screen all confirmed cases of a workspace.

    as_of       ISO 8601, a date alone is the day's end; None: now
    definition  id or file; None: the workspace's own
    Returns the run's number and counts: {"run_id", "cases", "empty", "close", "secondary", ...}.
    """
    space = settings.open_workspace(Path(workspace))
    in_force = space.definition_in_force(definition)
    moment = moment_of(as_of, space.timezone)
    run_id = begin(workspace, in_force.id, in_force.sha256, moment.isoformat())
    counts = find_contacts(workspace, run_id, moment.isoformat(), definition)
    show_table("screen", [counts], "Cases and the tiers of their contacts")
    return counts


def moment_of(text: str | None, zone: str) -> datetime:
    """The moment of the analysis. Errors: UsageError for what is no instant."""
    if text is None:
        return settings.now()
    moment = instant(text, zone, closing=True)
    if moment is None or not _FIRST_YEAR < moment.year < _LAST_YEAR:
        raise UsageError("--as-of: not an ISO 8601 instant, such as 2021-08-07 or 2021-08-07T14:00+08:00")
    return moment


@step
def begin(workspace: str, definition_id: str, definition_sha256: str, as_of: str) -> int:
    """Note that a screen begins: its number."""
    facts = {
        "definition_id": definition_id,
        "definition_sha256": definition_sha256,
        "as_of": datetime.fromisoformat(as_of).replace(tzinfo=None),
        "at": settings.now().replace(tzinfo=None),
    }
    with Database(settings.open_workspace(Path(workspace)).store) as store:
        return store.run(statement("store/begin_run"), facts)[0][0]


@step
def find_contacts(workspace: str, run_id: int, as_of: str, definition: str | None) -> dict:
    """Find the contacts of all cases and publish them: the run's counts."""
    begun_at, moment = settings.now(), datetime.fromisoformat(as_of)
    space = settings.open_workspace(Path(workspace))
    in_force = space.definition_in_force(definition)
    with Database(space.store, read_only=True) as store:
        held = Stored(store, space.clustered)
        found = screening(held, in_force, moment, space.timezone, say)
        files, places = store.frame(statement("store/taken_files")), held.all_of("places")
    run = _run(run_id, in_force, moment, space, begun_at)
    publish(space.results, run, in_force, found, files, places)
    tiers = {tier: found.contacts.filter(tier=tier).height for tier in definitions.TIERS}
    empty = found.cases["empty_because"].count()
    return {"run_id": run_id, "cases": found.cases.height, "empty": empty, **tiers}


def _run(run_id: int, in_force: Definition, as_of: datetime, space: Workspace, begun_at: datetime) -> Run:
    by = (in_force.id, in_force.sha256, in_force.text, in_force.title)
    return Run(run_id, *by, as_of, space.timezone, begun_at, settings.now())


def say(step: str) -> None:
    """Tell whoever waits how far a search is: counts, never a value."""
    print(f"  {step}", file=sys.stderr, flush=True)

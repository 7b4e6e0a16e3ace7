"""Flow: records -> windows -> meetings -> episodes -> exposures -> contacts, published as one file."""

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipelines import settings
from pipelines.orchestration import show_table, step
from pipelines.settings import Workspace
from tracing import definitions, ledger
from tracing.clustered.stored import Stored
from tracing.errors import UsageError, WorkspaceLocked
from tracing.intake.instants import instant
from tracing.last_screen import last_screen
from tracing.publication import publication
from tracing.rescreening import FROM_NOTHING
from tracing.results import Run, of_run, rests_on, run_ids, run_of
from tracing.screening import Screening
from tracing.screening import screen as screening
from tracing.store import Database

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def screen(workspace: str, as_of: str | None = None, definition: str | None = None, anew: bool = False) -> dict:
    """Screen all confirmed cases of a workspace.

    as_of       ISO 8601, a date alone is the day's end; None: now
    definition  id or file; None: the workspace's own
    anew        search everything, also what the last screen found and nothing touched since
    Returns the run's number and counts: {"run_id", "cases", "empty", "close", "secondary", ...}.
    """
    run_id = begin(workspace, as_of, definition)
    counts = find_contacts(workspace, run_id, anew)
    show_table("screen", [counts], "Cases and the tiers of their contacts")
    return counts


def moment_of(text: str | None, zone: str) -> datetime | None:
    """The moment of the analysis that somebody asks for. Errors: UsageError for what is no instant."""
    if text is None:
        return None
    moment = instant(text, zone, closing=True)
    if moment is None or not _FIRST_YEAR < moment.year < _LAST_YEAR:
        raise UsageError("--as-of: not an ISO 8601 instant, such as 2021-08-07 or 2021-08-07T14:00+08:00")
    return moment


@step
def begin(workspace: str, as_of: str | None, definition: str | None) -> int:
    """Note that a screen begins: its number."""
    space = settings.open_workspace(Path(workspace))
    in_force, moment = space.definition_in_force(definition), moment_of(as_of, space.timezone)
    with Database(space.store) as store, store.transaction():
        _note_published(space, store)
        return ledger.begin_run(store, in_force, moment, settings.now())


@step
def find_contacts(workspace: str, run_id: int, anew: bool) -> dict:
    """Find the contacts of all cases and publish them: the run's counts."""
    space = settings.open_workspace(Path(workspace))
    with Database(space.store, read_only=True) as store:
        begun = ledger.begun(store, run_id)
        found = publish_screen(space, store, begun, space.results, anew)
    with suppress(WorkspaceLocked), Database(space.store) as store:  # the next screen notes it else
        _note_published(space, store)
    tiers = {tier: found.contacts.filter(tier=tier).height for tier in definitions.TIERS}
    empty = found.cases["empty_because"].count()
    searched = {"exposures": found.exposures.height, "taken_over": found.taken_over}
    return {"run_id": run_id, "cases": found.cases.height, "empty": empty, **tiers, **searched}


def _note_published(space: Workspace, store: Database) -> None:
    """Note of which screens the results stand."""
    for run_id in set(ledger.unpublished(store)) & set(run_ids(space.results)):
        with of_run(space.results, run_id) as results:
            ledger.publish(store, run_id, run_of(results).finished_at, rests_on(results))


def publish_screen(
    space: Workspace, store: Database, begun: ledger.BegunRun, folder: Path, anew: bool = False
) -> Screening:
    """Screen what was known when a run began, and publish what is found in a folder, beside earlier screens.

    anew        take nothing over from these
    """
    named = f"the definition of screen {begun.run_id}"
    in_force = replace(definitions.read(begun.definition_text.encode(), named), sha256=begun.definition_sha256)
    held = Stored(store, space.clustered, begun.begun_at)
    asked = in_force, space.timezone, begun.begun_at, begun.as_of
    last = FROM_NOTHING if anew else last_screen(store, folder, *asked)
    with publication(folder, begun.run_id) as results:
        found = screening(held, in_force, begun.as_of, space.timezone, say, last, results.keep)
        files = ledger.files(store).filter(status="taken").select("file_id", "name", "kind")
        by = (in_force.id, in_force.sha256, in_force.text, in_force.title)
        run = Run(begun.run_id, *by, begun.as_of, space.timezone, begun.begun_at, settings.now())
        marked = held.marked(found.windows.filter(hop=0))
        results.write(run, in_force, found, files, held.all_of("places"), marked)
    return found


def say(step: str) -> None:
    """Tell whoever waits how far a search is: counts, never a value."""
    print(f"  {step}", file=sys.stderr, flush=True)

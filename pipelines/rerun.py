"""Flow: inbox -> records -> contacts -> what changed since the last difference, in the outbox.

The same again does no harm: whatever a rerun that died left undone, the next one does. `tracing rerun` runs it once;
`tracing serve` runs it whenever files arrive, and by the clock.
"""

from pathlib import Path

import polars as pl

from pipelines import inbox, settings
from pipelines import ingest as intake
from pipelines.orchestration import InternalFailure, show_link, show_table, step
from pipelines.progress import Progress
from pipelines.screen import say
from pipelines.screen import screen as screening
from pipelines.undecided import undecided
from tracing import case_list, changes, ledger
from tracing.definitions import TIERS
from tracing.disk import alone
from tracing.errors import TracingError
from tracing.exports.csv_text import csv_bytes
from tracing.handover.folders import rests_on
from tracing.intake.archives import expanded
from tracing.outbox import Outbox
from tracing.results import drop_old, of_run
from tracing.store import Database


def rerun(workspace: str) -> dict:
    """Take in what lies complete in the inbox, screen, and leave what changed on the lists in the outbox.

    Another rerun of the workspace is waited for. A file at which the program fails is left in the inbox, and keeps
    neither the others nor the screen from going on; it is this failure that is raised in the end.
    Returns {"file_ids", "run_id", "changed", "dropped"}: the files taken in or refused, the lines of the difference
    and the runs whose results were dropped, by number.
    """
    space = settings.open_workspace(Path(workspace))
    space.outbox.mkdir(mode=0o700, exist_ok=True)
    with alone(space.outbox):
        Outbox(space.outbox).finish()
        paths = [file for path in inbox.complete(space.inbox) for file in expanded(path.absolute())]
        bar = Progress("rerun", "rerun")
        accounts, faults = _take_in(workspace, paths, bar)
        run_id = screening(workspace)["run_id"]
        changed = deliver(workspace, run_id)
        dropped = drop(workspace)
        bar.at(1, len(accounts), "files")
    say(_summary(run_id, accounts, changed))
    with of_run(space.results, run_id) as results:
        if proposed := undecided(space, results):
            say(f"note: {proposed}")
    if faults:
        raise faults[0]
    file_ids = [account["file_id"] for account in accounts]
    return {"file_ids": file_ids, "run_id": run_id, "changed": changed, "dropped": dropped}


def _take_in(workspace: str, paths: list[Path], bar: Progress) -> tuple[list[dict], list[InternalFailure]]:
    """The accounts of the files, and where the program failed at one; `bar` goes on with each, and a step is left."""
    accounts, faults = [], []
    for number, (path, file_id) in enumerate(zip(paths, intake.bring(workspace, paths), strict=True)):
        bar.at(number / (len(paths) + 1), number, "files")
        try:
            accounts.append(intake.take_in(workspace, file_id))
        except Exception as error:
            failure = error if isinstance(error, TracingError) else InternalFailure.of(error)
            if not isinstance(failure, InternalFailure):
                raise failure from None
            faults.append(InternalFailure(f"{path}: left in the inbox: {failure}"))
    show_table("ingest", accounts, intake.ACCOUNTS)
    return accounts, faults


@step
def deliver(workspace: str, run_id: int) -> int:
    """Put what a run changed on the case lists into the outbox: the number of lines. Without any, nothing is put."""
    space = settings.open_workspace(Path(workspace))
    outbox = Outbox(space.outbox)
    delivered = outbox.delivered()
    before = _lines(space, delivered) if delivered else None
    changed = changes.news(_lines(space, run_id, before), before)
    if changed.is_empty():
        return 0
    path = outbox.deliver(run_id, csv_bytes(changed, space.timezone, bom=False))
    show_table("changes", _by_tier(changed), "Lines of the case lists that changed, by the tier they have now")
    show_link("difference", path.absolute().as_uri(), path.name, "What changed on the case lists")
    return changed.height


def _lines(space: settings.Workspace, run_id: int, before: pl.DataFrame | None = None) -> pl.DataFrame:
    """The lines of all case lists of a run, with their changes since those of an earlier one; None: there was none."""
    with of_run(space.results, run_id) as results:
        return case_list.lines(results, None, before)


def _by_tier(changed: pl.DataFrame) -> list[dict]:
    counts = changed.group_by("tier", "change").len()
    numbers = {(tier, change): number for tier, change, number in counts.iter_rows()}
    called = {changes.UNCHANGED: "follow-up ends earlier"}
    return [
        {"tier": tier} | {called.get(kind, kind): numbers.get((tier, kind), 0) for kind in changes.CHANGES}
        for tier in TIERS
    ]


@step
def drop(workspace: str) -> list[int]:
    """Take away the results of old runs, but those that the outbox or a hand-over rests on: their numbers."""
    space = settings.open_workspace(Path(workspace))
    needed = rests_on(space.handover) | {Outbox(space.outbox).delivered()}
    with Database(space.store, read_only=True) as store:
        return drop_old(space.results, space.keep_runs, needed, ledger.rests_on(store))


def _summary(run_id: int, accounts: list[dict], changed: int) -> str:
    return f"screen {run_id}: files taken in or refused: {len(accounts)}; lines changed: {changed:,}"

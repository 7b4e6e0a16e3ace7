"""`tracing intake-report`, and what `tracing ingest` says at its end: what became of every line of the files."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from pipelines import settings
from pipelines.cli import REPORT_FORMATS
from pipelines.commands import folder_of
from pipelines.output import deliver, format_of
from pipelines.settings import Workspace
from tracing import ledger
from tracing.counted import counted
from tracing.errors import NothingScreened, UsageError
from tracing.exports.text import whole
from tracing.intake_report.held_together import FEW, at_most
from tracing.intake_report.text import ALL_FILES, account, across, summary
from tracing.intake_report.touched import standings
from tracing.intake_report.view import Listed, view
from tracing.results import latest, run_of
from tracing.store import Database
from tracing.times import iso


def intake_report(options: Namespace) -> None:
    """`tracing intake-report`: of some files by their numbers, or of all."""
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, REPORT_FORMATS)
    listed = _listed(space)
    with Database(space.store, read_only=True) as store:
        told = view(store, _asked(store, options.files), space.timezone, listed, whole=True)
    told = {"told_at": iso(settings.now(), space.timezone)} | told
    if wanted == "html":
        from tracing.console.intake_page import intake_page

        document = intake_page(told)
    else:
        document = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    deliver(options, wanted, whole(document).encode())


def _asked(store: Database, numbers: Sequence[int]) -> list[int]:
    known = ledger.files(store)["file_id"].to_list()
    unknown = sorted(set(numbers) - set(known))
    if unknown:
        raise UsageError(f"file {unknown[0]}: no file of that number was brought; `tracing files` lists them")
    return sorted(set(numbers)) or known


def _listed(space: Workspace) -> Listed:
    """Who is on the lists of the last screen."""
    try:
        with latest(space.results) as results:
            return Listed(run_of(results).run_id, standings(results))
    except NothingScreened:
        return Listed()


def print_accounts(space: Workspace, file_ids: Sequence[int]) -> int:
    """Print what became of each file; refusals go to the standard error. Returns their number."""
    listed = _listed(space)
    with Database(space.store, read_only=True) as store:
        told = view(store, file_ids, space.timezone, listed, whole=at_most(store, FEW))
    for file in told["files"]:
        if file["status"] == "refused":
            print(f"tracing: {file['reason']}", file=sys.stderr)
        else:
            print("\n".join(summary(file)))
    totals = told["totals"]
    if totals["files"] - totals["refused"] > 1:
        print(account(ALL_FILES, totals))
    if totals["refused"]:
        print(f"{counted(totals['refused'], 'file')} refused, nothing of which was taken in")
    print("".join(f"{line}\n" for line in across(told["across"])), end="")
    if totals["files"] > totals["refused"]:
        print("tracing intake-report --out report.html shows all of it")
    return totals["refused"]

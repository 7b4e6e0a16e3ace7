"""`tracing check`: whether everything in a workspace is as it was written."""

import sys
from argparse import Namespace
from collections.abc import Callable

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.settings import Workspace
from tracing import checks
from tracing.errors import TracingError
from tracing.handover import folders
from tracing.outbox import Outbox
from tracing.privacy.audit import entries
from tracing.store import Database


def check(options: Namespace) -> int:
    """`tracing check`: a line for every part; the exit status is that of the first part at fault."""
    space = settings.open_workspace(folder_of(options))
    faults = []
    for name, look in _PARTS.items():
        try:
            print(f"{name}: {look(space)}", flush=True)
        except TracingError as error:
            print(f"tracing: {name}: {error}", file=sys.stderr, flush=True)
            faults.append(error.exit_status)
    return faults[0] if faults else 0


def _key(space: Workspace) -> str:
    space.pseudonyms()
    return "the one that the workspace was made with"


def _audit(space: Workspace) -> str:
    found = list(entries(space.audit))
    return f"{len(found):,} entries in a chain" + (f", its head {found[-1].head}" if found else "")


def _vault(space: Workspace) -> str:
    with Database(space.store, read_only=True) as store, Database(space.vault, read_only=True) as vault:
        return checks.vault(store, vault)


def _of_the_store(look: Callable[[Workspace, Database], str]) -> Callable[[Workspace], str]:
    def opened(space: Workspace) -> str:
        with Database(space.store, read_only=True) as store:
            return look(space, store)

    return opened


def _hand_overs(space: Workspace) -> str:
    found = folders.every(space.handover)
    for one in found:
        one.verify()
    return f"{len(found):,}, every file as it was handed over"


def _outbox(space: Workspace) -> str:
    run_id = Outbox(space.outbox).delivered()
    return f"delivered up to screen {run_id}" if run_id else "nothing was delivered yet"


_PARTS: dict[str, Callable[[Workspace], str]] = {
    "pseudonym key": _key,
    "audit log": _audit,
    "store": _of_the_store(lambda space, store: checks.accounts(store)),
    "source files": _of_the_store(lambda space, store: checks.sources(store, space.folder / "taken")),
    "clustered copy": _of_the_store(lambda space, store: checks.copy(store, space.clustered)),
    "vault": _vault,
    "results": lambda space: checks.results(space.results),
    "hand-overs": _hand_overs,
    "outbox": _outbox,
}

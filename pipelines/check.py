"""`tracing check`: whether everything in a workspace is as it was written."""

import sys
from argparse import Namespace
from collections.abc import Callable

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.settings import Workspace
from tracing import checks, ledger
from tracing.errors import StoreDamaged, TracingError
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
    found, heads = folders.every(space.handover), {entry.head for entry in entries(space.audit)}
    for before, one in zip([None, *found], found, strict=False):
        one.verify()
        first = before is None or before.case_id != one.case_id
        follows = None if first else (before.number, folders.sha256(before.described()))
        if one.number != (1 if first else before.number + 1) or one.previous != follows:
            raise StoreDamaged(f"{one.folder}: the one before it is missing, or another than it was")
        if one.audit_head not in heads:
            raise StoreDamaged(f"{one.folder}: the audit log lacks the entry of it")
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
    "results": _of_the_store(lambda space, store: checks.results(space.results, ledger.last_published(store))),
    "hand-overs": _hand_overs,
    "outbox": _outbox,
}

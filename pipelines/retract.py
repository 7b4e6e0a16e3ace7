"""Taking a file back, and what follows when the files that stand are others: marks on fixes, and moves past them."""

from datetime import datetime
from pathlib import Path

from tracing import ledger
from tracing.clustered.copy import FIXES, Copy
from tracing.clustered.device_tracks import CopiedTracks
from tracing.clustered.growth import Growing
from tracing.device_tracks import StoredTracks
from tracing.judging import judge
from tracing.model import KINDS
from tracing.standing import EVERY_RECORD
from tracing.store import Database


def take_back(store: Database, clustered: Path, file_id: int, now: datetime) -> bool:
    """Take a file back, in one transaction: from now on its rows do not count. False: it was taken back before.

    Errors: UsageError for a number that is no file's that was taken in.
    """
    with store.transaction():
        if not ledger.retract(store, file_id, now):
            return False
        copied = Copy(store, clustered, EVERY_RECORD).has(FIXES)
        copy = Growing(store, clustered, KINDS[FIXES]) if copied else None
        judge_anew(store, file_id, copy)
    if copy is not None:
        copy.clear()
    return True


def judge_anew(store: Database, file_id: int, copy: Growing | None) -> None:
    """Judge the fixes about those of a file that was settled or taken back; part of that transaction.

    copy        of the store's fixes, with those of the file written; None: there is none
    """
    judge(store, file_id, StoredTracks(store) if copy is None else CopiedTracks(copy))
    if copy is not None:
        copy.past_marks(file_id)

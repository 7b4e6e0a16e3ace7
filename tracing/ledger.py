"""The ledger of files: what was brought, what became of it, and the account of its rows.

    rows in = rows kept + rows rejected + rows already known      for every file, always

A file is the same as an earlier one when kind, bytes, coordinate system and profile are the same; then nothing is read
again: its rows are all known, but for those that were rejected then. One with rejects that time takes away has none.

Every entry (a file brought, settled or taken back, a screen begun) bears an instant of its own, later than all before
it, so that instants tell what was known when.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracing.definitions import Definition
from tracing.errors import UsageError
from tracing.intake.archives import brought_name
from tracing.store import Database, statement
from tracing.succession import following

if TYPE_CHECKING:
    from tracing.intake.profiles import Profile


@dataclass
class Account:
    """What became of the rows of one file. `reason` says why a file was refused as a whole.

    profile     the id of the source profile it was read by; None: in the specification's own form
    """

    file_id: int
    name: str
    kind: str | None = None
    profile: str | None = None
    status: str = "taken"
    rows_in: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    rows_known: int = 0
    same_as: int | None = None
    reason: str | None = None

    def counted(self) -> dict:
        """The account without the file's name: what may cross a Prefect boundary."""
        return {key: value for key, value in asdict(self).items() if key not in ("name", "reason")}


@dataclass(frozen=True)
class PendingFile:
    """A file that was brought and not settled yet; `profile`: the text of the one it was brought with, else None."""

    file_id: int
    name: str
    path: Path
    crs: str | None
    brought_at: datetime
    profile: str | None


def entry_at(store: Database, now: datetime) -> datetime:
    """The instant that the next entry bears: now, or just after the latest one.

    Errors: ClockWentBack where the latest one lies more than a minute ahead.
    """
    [(latest,)] = store.run(statement("store/latest_entry"))
    return following(latest and latest.replace(tzinfo=UTC), now, store.path)


@dataclass(frozen=True)
class BegunRun:
    """A screen that was begun: what it goes by. It reads what was known when it began."""

    run_id: int
    definition_sha256: str
    definition_text: str
    as_of: datetime
    begun_at: datetime


def bring(store: Database, path: Path, crs: str | None, now: datetime, profile: "Profile | None" = None) -> int:
    """Note that a file was brought: its number. An attempt that broke off stays pending; now is when the file came."""
    facts = {"name": brought_name(path), "path": str(path), "crs": crs, "at": _stamp(store, now)}
    return store.run(statement("store/bring"), facts | _kept(store, profile))[0][0]


def _kept(store: Database, profile: "Profile | None") -> dict[str, str | None]:
    """What a file's entry says of its profile, whose text is kept."""
    if profile is None:
        return {"profile": None, "profile_sha256": None}
    store.run(statement("store/keep_profile"), {"sha256": profile.sha256, "text": profile.text})
    return {"profile": profile.id, "profile_sha256": profile.sha256}


def pending(store: Database, file_id: int) -> PendingFile:
    """The pending file of that number."""
    name, path, crs, brought_at, text = store.run(statement("store/pending_file"), {"file_id": file_id})[0]
    return PendingFile(file_id, name, Path(path), crs, brought_at.replace(tzinfo=UTC), text)


def any_as_large(store: Database, size: int) -> bool:
    """Whether a file of so many bytes was taken in: where none was, a file of that size has no `twin`."""
    return store.run(statement("store/as_large"), {"bytes": size})[0][0] > 0


def twin(
    store: Database, kind: str, sha256: str, crs: str | None, profile: "Profile | None", passing: str
) -> tuple[int, int] | None:
    """The number and the rejected rows of a file with the same content that was taken in before and read alike.

    passing     the reason of rejects that time takes away: a file with one of them is read again
    """
    facts = {"kind": kind, "sha256": sha256, "crs": crs, "profile_sha256": profile and profile.sha256}
    found = store.run(statement("store/twin"), facts | {"passing": passing})
    return found[0] if found else None


def settle(
    store: Database,
    account: Account,
    sha256: str | None,
    size: int | None,
    now: datetime,
    profile: "Profile | None" = None,
) -> None:
    """Write a file's account, whether it was taken in or refused, and the profile that it was read by."""
    facts = asdict(account) | {"sha256": sha256, "bytes": size, "at": _stamp(store, now)} | _kept(store, profile)
    facts.pop("name")
    store.run(statement("store/settle"), facts)


def retract(store: Database, file_id: int, now: datetime) -> bool:
    """Take a file back: from now on its rows do not count. False: it was taken back before.

    Errors: UsageError for a number that is no file's that was taken in.
    """
    known = files(store).filter(file_id=file_id)
    if known.is_empty() or known["status"].item() != "taken":
        raise UsageError(f"file {file_id}: no file of that number was taken in; `tracing files` lists them")
    if known["retracted_at"].item() is not None:
        return False
    store.run(statement("store/retract"), {"file_id": file_id, "at": _stamp(store, now)})
    return True


def begin_run(store: Database, definition: Definition, as_of: datetime | None, now: datetime) -> int:
    """Note that a screen begins: its number. Without `as_of` it is of the moment at which it begins."""
    at, by = _stamp(store, now), {"sha256": definition.sha256}
    store.run(statement("store/keep_definition"), by | {"text": definition.text})
    facts = by | {"definition_id": definition.id, "at": at, "as_of": (as_of.replace(tzinfo=None) if as_of else at)}
    return store.run(statement("store/begin_run"), facts)[0][0]


def begun(store: Database, run_id: int) -> BegunRun:
    """The screen of that number."""
    return BegunRun(**store.frame(statement("store/begun_run"), {"run_id": run_id}).row(0, named=True))


def unpublished(store: Database) -> list[int]:
    """The screens whose results were not noted to stand: those that died, and those that could not note it."""
    return [run_id for (run_id,) in store.run(statement("store/unpublished"))]


def publish(store: Database, run_id: int, at: datetime, rests_on: Sequence[int]) -> None:
    """Note since when the results of a screen stand, and in the results of which screens what they rest on stands."""
    facts = {"run_id": run_id, "at": at.replace(tzinfo=None), "rests_on": list(rests_on)}
    store.run(statement("store/publish_run"), facts)


def rests_on(store: Database) -> dict[int, list[int]]:
    """By screen whose results were noted to stand, the screens that these rest on."""
    return dict(store.run(statement("store/rests_on")))


def last_published(store: Database) -> int:
    """The number of the last screen whose results were noted to stand; 0 where there is none."""
    return store.run(statement("store/last_published"))[0][0] or 0


def last_run(store: Database, by: datetime, standing: Sequence[int]) -> BegunRun | None:
    """The last screen whose results stood at an instant; `standing`: those that do now, noted or not."""
    found = store.frame(statement("store/last_run"), {"at": by.replace(tzinfo=None), "standing": list(standing)})
    return BegunRun(**found.row(0, named=True)) if found.height else None


def changed_between(store: Database, after: datetime, by: datetime) -> int:
    """How many files were taken in or taken back after one instant and by another."""
    instants = {"after": after.replace(tzinfo=None), "by": by.replace(tzinfo=None)}
    return store.run(statement("store/changed_between"), instants)[0][0]


def _stamp(store: Database, now: datetime) -> datetime:
    return entry_at(store, now).replace(tzinfo=None)


def last_statuses(store: Database, paths: Sequence[Path]) -> list[str]:
    """What became of files that were brought, each as it was brought last; none for those that never were."""
    return [status for _, status in store.run(statement("store/last_statuses"), {"paths": list(map(str, paths))})]


def tell_archive(store: Database, paths: Sequence[Path], words: str) -> None:
    """Tell of the refused members of an archive what became of it; `words`: behind the reason of each."""
    store.run(statement("store/tell_archive"), {"paths": list(map(str, paths)), "words": words})


def files(store: Database) -> pl.DataFrame:
    """The whole ledger: one row per file brought, by number, with its account and its instants."""
    return store.frame(statement("store/files"))


def reject(store: Database, file_id: int, rejects: pl.DataFrame) -> None:
    """Note rejected rows: `line`, `column`, `value_class`, `reason`."""
    if rejects.height:
        named = rejects.select("line", pl.col("column").alias("column_name"), "value_class", "reason")
        store.insert("rejects", named.with_columns(file_id=pl.lit(file_id, pl.Int32)))


def reasons(store: Database, file_id: int) -> pl.DataFrame:
    """How often each reason rejected a row of a file: `column`, `reason`, `rows`, most frequent first."""
    return store.frame(statement("store/reasons"), {"file_id": file_id})


def rejects(store: Database) -> pl.DataFrame:
    """All rejected rows: `file`, `line`, `column`, `value_class`, `reason`."""
    return store.frame(statement("store/rejected_rows"))


def accounts(store: Database, file_ids: Sequence[int]) -> list[Account]:
    """The accounts of some files, in order of their numbers."""
    rows = store.frame(statement("store/accounts"), {"file_ids": list(file_ids)})
    return [Account(**row) for row in rows.iter_rows(named=True)]

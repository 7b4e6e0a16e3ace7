"""The ledger of files: what was brought, what became of it, and the account of its rows.

    rows in = rows kept + rows rejected + rows already known      for every file, always

A file is the same as an earlier one when kind, bytes and coordinate system are the same; then nothing is read
again: its rows are all known, but for those that were rejected then.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tracing.store import Database, statement


@dataclass
class Account:
    """What became of the rows of one file. `reason` says why a file was refused as a whole."""

    file_id: int
    name: str
    kind: str | None = None
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
    """A file that was brought and not settled yet."""

    file_id: int
    name: str
    path: Path
    crs: str | None


def bring(store: Database, path: Path, crs: str | None, at: datetime) -> int:
    """Note that a file was brought: its number. An attempt that broke off stays pending; now is when the file came."""
    facts = {"name": path.name, "path": str(path), "crs": crs, "at": at.replace(tzinfo=None)}
    return store.run(statement("store/bring"), facts)[0][0]


def pending(store: Database, file_id: int) -> PendingFile:
    """The pending file of that number."""
    name, path, crs = store.run(statement("store/pending_file"), {"file_id": file_id})[0]
    return PendingFile(file_id, name, Path(path), crs)


def twin(store: Database, kind: str, sha256: str, crs: str | None) -> tuple[int, int] | None:
    """The number and the rejected rows of a file with the same content that was taken in before."""
    found = store.run(statement("store/twin"), {"kind": kind, "sha256": sha256, "crs": crs})
    return found[0] if found else None


def settle(store: Database, account: Account, sha256: str | None, size: int | None, at: datetime) -> None:
    """Write a file's account, whether it was taken in or refused."""
    facts = asdict(account) | {"sha256": sha256, "bytes": size, "at": at.replace(tzinfo=None)}
    facts.pop("name")
    store.run(statement("store/settle"), facts)


def reject(store: Database, file_id: int, rejects: pl.DataFrame) -> None:
    """Note rejected rows: `line`, `column`, `value_class`, `reason`."""
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

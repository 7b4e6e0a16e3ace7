"""Flow: files -> records | rejects.

A file is taken in as a whole or not at all: everything happens in one transaction of the store, which also
holds the file's account. The vault commits before it; a crash between the two costs nothing, as writing the
same to the vault again changes nothing.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines import settings
from pipelines.orchestration import show_table, step
from pipelines.progress import Progress
from tracing import ledger, records
from tracing.clustered.growth import Growing
from tracing.errors import FileRefused
from tracing.intake.formats import check_header, kind_of, open_records
from tracing.intake.rows import read_rows
from tracing.ledger import Account
from tracing.model import Kind
from tracing.privacy.pseudonym import PREFIX, Pseudonyms
from tracing.privacy.vault import agree, keep_identities, remember
from tracing.standing import Standing, record
from tracing.store import Database, statement

ACCOUNTS = "What was read, kept, rejected and known already, by number of file"


def bring(workspace: str, paths: Sequence[Path], crs: str | None = None) -> list[int]:
    """Note the files in the ledger before anything is read: their numbers, in order."""
    space = settings.open_workspace(Path(workspace))
    space.pseudonyms()
    with Database(space.store) as store, store.transaction():
        return [ledger.bring(store, path, crs, settings.now()) for path in dict.fromkeys(map(Path.absolute, paths))]


def ingest(workspace: str, file_ids: list[int]) -> dict:
    """Take in files that were brought, in order; one that is refused does not keep the others out.

    Returns the accounts by file number, without names: {"files": [{"file_id", "status", "rows_in", ...}]}.
    """
    accounts = [take_in(workspace, file_id) for file_id in file_ids]
    show_table("ingest", accounts, ACCOUNTS)
    return {"files": accounts}


@step
def take_in(workspace: str, file_id: int) -> dict:
    """Take in one file that was brought: its account. One that is settled already stays as it is."""
    space = settings.open_workspace(Path(workspace))
    pseudonyms = space.pseudonyms()
    with Database(space.store) as store, Database(space.vault) as vault:
        account = ledger.accounts(store, [file_id])[0]
        if account.status != "pending":
            return account.counted()
        file = ledger.pending(store, file_id)
        account = Account(file_id, file.name)
        try:
            Intake(store, vault, pseudonyms, space.timezone, space.clustered, file, account).run()
        except FileRefused as refusal:
            moved = _move_on(space, file.path, "refused")
            reason = f"{refusal}; it lies in {moved} now" if moved else str(refusal)
            account = Account(file_id, file.name, account.kind, "refused", reason=reason)
            ledger.settle(store, account, None, None, settings.now())
    _move_on(space, file.path, account.status)
    return account.counted()


def _move_on(space: settings.Workspace, path: Path, status: str) -> Path | None:
    """A file of the inbox moves to `taken/` or `refused/`: where it lies now; any other stays where it is."""
    if path.parent != space.inbox.absolute() or not path.exists():
        return None
    target = space.folder / status / path.name
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if target.exists():
        target = target.with_name(f"{path.stem}.{path.stat().st_mtime_ns}{path.suffix}")
    os.replace(path, target)
    return target


class Intake:
    """One file on its way in."""

    def __init__(
        self,
        store: Database,
        vault: Database,
        pseudonyms: Pseudonyms,
        zone: str,
        clustered: Path,
        file: ledger.PendingFile,
        account: Account,
    ):
        self.store, self.vault, self.pseudonyms = store, vault, pseudonyms
        self.zone, self.clustered, self.file, self.account = zone, clustered, file, account
        self.copy: Growing | None = None
        self.standing = Standing.of(store)

    def run(self) -> None:
        """Read the file, keep what is new, and settle the account."""
        table = open_records(self.file.path)
        kind = kind_of(self.file.path)
        self.account.kind = kind.name
        check_header(kind, table.columns, self.file.path)
        sha256, size = _fingerprint(self.file.path)
        twin = ledger.twin(self.store, kind.name, sha256, self.file.crs)
        progress = Progress(self.file.name, f"file {self.file.file_id}")
        with self.store.transaction():
            with self.vault.transaction():
                self._agree()
                for batch in table:
                    self._count(batch) if twin else self._take(kind, batch)
                    progress.at(batch.done, self.account.rows_in)
            if twin:
                self._known_from(*twin)
            if self.copy is not None:
                self.copy.settle()
            ledger.settle(self.store, self.account, sha256, size, settings.now())
        self._agree()
        if self.copy is not None:
            self.copy.clear()

    def _agree(self) -> None:
        agree(self.vault, self.store.frame(statement("store/taken_files")))

    def _count(self, batch) -> None:
        no_records = batch.broken["column"].is_null().sum()
        self.account.rows_in += batch.frame.height + no_records

    def _known_from(self, same_as: int, rejected: int) -> None:
        self.account.same_as, self.account.rows_rejected = same_as, rejected
        self.account.rows_known = self.account.rows_in - rejected

    def _take(self, kind: Kind, batch) -> None:
        rows, rejects = read_rows(kind, batch, self.zone, self.file.crs)
        rows, keys = _pseudonymised(kind, rows, self.pseudonyms)
        if self.copy is None:
            self.copy = Growing.of(self.store, self.clustered, kind)
        new = self._new(kind, rows)
        if not keys.is_empty():
            remember(self.vault, keys)
        if kind.sealed:
            keep_identities(self.vault, kind, new, self.file.file_id)
        records.add(self.store, kind, new, self.file.file_id)
        if self.copy is not None:
            self.copy.add(new.with_columns(record(self.file.file_id)))
        ledger.reject(self.store, self.file.file_id, rejects)
        self._count(batch)
        self.account.rows_kept += new.height
        self.account.rows_rejected += rejects.height
        self.account.rows_known += rows.height - new.height

    def _new(self, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that say what no record says that counts; the others are noted as repeats."""
        once = records.once(kind, rows)
        known = records.known(self.store, kind, once, self.standing) if self.copy is None else self.copy.known(once)
        records.note_repeats(self.store, known, self.file.file_id)
        return once.join(known, on="line", how="anti", maintain_order="left")


def _pseudonymised(kind: Kind, rows: pl.DataFrame, pseudonyms: Pseudonyms) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with pseudonyms for keys, and what the pseudonyms stand for that were made for it."""
    keys = [pl.DataFrame(schema={"pseudonym": pl.String, "source_key": pl.String, "family": pl.String})]
    for column in kind.columns:
        if column.label in PREFIX:
            told, made = pseudonyms.of_column(rows[column.name], column.label)
            keys.append(made)
            rows = rows.with_columns(told.alias(column.name))
    if kind.sealed:
        rows = rows.with_columns(sealed=pseudonyms.seal(rows.select(kind.sealed)))
    return rows, pl.concat(keys)


def _fingerprint(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size

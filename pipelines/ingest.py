"""Flow: files -> records | rejects.

A file is taken in as a whole or not at all: everything happens in one transaction of the store, which also
holds the file's account. The vault commits before it; a crash between the two costs nothing, as writing the
same to the vault again changes nothing.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy.ma  # noqa: F401 -- polars and Arrow load these two when they are first needed, and a file would wait
import polars as pl
import pyarrow.compute  # noqa: F401

from pipelines import settings
from pipelines.arrivals import Arrived, Reader, lines_of
from pipelines.memory import give_back
from pipelines.orchestration import show_table, step
from pipelines.progress import Progress
from pipelines.retract import judge_anew
from tracing import ledger, records
from tracing.adding import Adding
from tracing.clustered import growth
from tracing.clustered.copy import FIXES
from tracing.clustered.growth import Growing
from tracing.errors import FileRefused
from tracing.filters import Parameters
from tracing.intake import profiles
from tracing.intake.archives import archive_of, at_hand, expanded
from tracing.intake.impossible import FUTURE
from tracing.intake.profiles import Profile, Reading, understand
from tracing.intake.tables import Table, shown
from tracing.intake_report.kept import keep, keep_people
from tracing.intake_report.observing import Observing
from tracing.judging import name_filters
from tracing.ledger import Account
from tracing.model import KINDS, Kind
from tracing.privacy.pseudonym import Pseudonyms
from tracing.privacy.vault import agree, keep_identities, remember
from tracing.standing import LINE_BITS, Standing
from tracing.store import Database, statement

_POSITION = {"latitude": pl.Float64, "longitude": pl.Float64}
_HELD_MB = 32
"""What DuckDB may hold of each database in memory while a file comes in, however large the file or the database."""
_KEYS_AT_ONCE = 20_000
"""Pseudonyms that are written to the vault together: file by file there are few new ones in a batch."""
ACCOUNTS = "What was read, kept, rejected and known already, by number of file"


def bring(workspace: str, paths: Sequence[Path], crs: str | None = None, profile: str | None = None) -> list[int]:
    """Note the files in the ledger before anything is read: their numbers, in order.

    profile     id or file of the source profile they are to be read by; None: each by its name and header
    """
    space = settings.open_workspace(Path(workspace))
    space.pseudonyms()
    asked = profile and profiles.named(profile, _folders(space))
    with Database(space.store) as store, store.transaction():
        files = dict.fromkeys(file for path in paths for file in expanded(path.absolute()))
        return [ledger.bring(store, path, crs, settings.now(), asked or None) for path in files]


def _folders(space: settings.Workspace) -> list[Path]:
    return [space.profiles, profiles.shipped()]


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
    give_back()
    with Database(space.store) as store, Database(space.vault) as vault:
        for each in (store, vault):
            each.hold_at_most(_HELD_MB)
            each.work_alone()
        account = ledger.accounts(store, [file_id])[0]
        if account.status != "pending":
            return account.counted()
        file = ledger.pending(store, file_id)
        account = Account(file_id, file.name)
        try:
            with at_hand(file.path, space.unpacked) as path:
                read, folders = replace(file, path=path), _folders(space)
                Intake(store, vault, pseudonyms, space.timezone, space.clustered, read, account, folders).run()
        except FileRefused as refusal:
            moved = _move_on(space, file.path, "refused")
            reason = f"{refusal}; it lies in {moved} now" if moved else str(refusal)
            account = Account(file_id, file.name, account.kind, status="refused", reason=reason)
            ledger.settle(store, account, None, None, settings.now(), asked(file))
        archive = archive_of(file.path)
        if archive is None:
            _move_on(space, file.path, account.status)
        else:
            _move_archive_on(space, store, archive)
    return account.counted()


def _move_archive_on(space: settings.Workspace, store: Database, archive: Path) -> None:
    """An archive moves on when its last member is settled: to what was refused only where nothing of it was taken.

    The members of it that were refused then say where they lie.
    """
    members = expanded(archive)
    statuses = ledger.last_statuses(store, members)
    if len(statuses) < len(members) or "pending" in statuses:
        return
    if moved := _move_on(space, archive, "taken" if "taken" in statuses else "refused"):
        ledger.tell_archive(store, members, f"; its archive lies in {shown(moved)} now")


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
        folders: Sequence[Path] = (),
    ):
        """`folders`: where the profiles stand that a file may be read by; its own, if it was brought with one, is not
        looked for there."""
        self.store, self.vault, self.pseudonyms = store, vault, pseudonyms
        self.zone, self.clustered, self.file, self.account = zone, clustered, file, account
        self.folders = folders
        self.copy: Growing | None = None
        self.keys: list[pl.DataFrame] = []
        self.reading: Reading | None = None
        self.standing = Standing.of(store, with_marks=False)

    def run(self) -> None:
        """Read the file, keep what is new, and settle the account."""
        others = partial(profiles.known, self.folders)
        found = understand(self.file.path, asked(self.file), others, self.zone, self.file.name)
        kind, table, self.reading = found.kind, found.table, found.reading
        profile = self.reading and self.reading.profile
        self.account.kind, self.account.profile = kind.name, profile and profile.id
        self.seen = Observing(kind, self.zone, self._known_positions(kind))
        self.progress = Progress(self.file.name, f"file {self.file.file_id}")
        with ThreadPoolExecutor(1) as hashing:
            self.sha256 = hashing.submit(_sha256, self.file.path)
            self._take_in(kind, table, profile)
        self._agree()
        if self.copy is not None:
            self.copy.clear()

    def _take_in(self, kind: Kind, table: Table, profile: Profile | None) -> None:
        size = self.file.path.stat().st_size
        twin = self._twin(kind, profile) if ledger.any_as_large(self.store, size) else None
        with self.store.transaction():
            with self.vault.transaction():
                self._agree()
                self._count(table) if twin else self._take_rows(kind, table)
            if twin:
                self._known_from(*twin)
            else:
                self._note(kind, table, profile.filters if profile else {})
            if self.copy is not None:
                self.copy.settle()
            ledger.settle(self.store, self.account, self.sha256.result(), size, settings.now(), profile)
            if kind.name == FIXES and not twin:
                judge_anew(self.store, self.file.file_id, self.copy)

    def _known_positions(self, kind: Kind) -> pl.DataFrame:
        """Where places are known to lie, for kinds that tell positions."""
        asked = ["places"] if "latitude" in kind.names else []
        places = records.load(self.store, asked, standing=self.standing).get("places", pl.DataFrame(schema=_POSITION))
        return places.select(list(_POSITION)).drop_nulls()

    def _twin(self, kind: Kind, profile: Profile | None) -> tuple[int, int] | None:
        """The file of the same content; none where a part of what the rows say stands in the file's name."""
        if profile and profile.from_name:
            return None
        return ledger.twin(self.store, kind.name, self.sha256.result(), self.file.crs, profile, FUTURE)

    def _note(self, kind: Kind, table: Table, filters: Mapping[str, Parameters]) -> None:
        """Note what only the file as a whole shows."""
        keep(self.store, self.file.file_id, table, self.seen)
        if kind.name == FIXES:
            self._name_filters(filters)

    def _name_filters(self, filters: Mapping[str, Parameters]) -> None:
        name_filters(self.store, self.file.file_id, filters)

    def _agree(self) -> None:
        agree(self.vault, self.store.frame(statement("store/taken_files")))

    def _reader(self, kind: Kind) -> Reader:
        return Reader(self.file, kind, self.reading, self.zone, self.pseudonyms, self.seen)

    def _count(self, table: Table) -> None:
        for batch in table:
            self.account.rows_in += lines_of(batch)
            self.progress.at(batch.done, self.account.rows_in)

    def _known_from(self, same_as: int, rejected: int) -> None:
        self.account.same_as, self.account.rows_rejected = same_as, rejected
        self.account.rows_known = self.account.rows_in - rejected

    def _take_rows(self, kind: Kind, table: Table) -> None:
        enough = growth.enough(self.store, kind)
        with Adding.of(self.store, kind, self.file.file_id, self.standing) as adding:
            for arrived in self._reader(kind).arrivals(table):
                if self.copy is None and adding.rows >= enough:
                    adding.settle()
                    self.copy = Growing.of(self.store, self.clustered, kind)
                self._take(kind, arrived, adding)
                self.progress.at(arrived.done, self.account.rows_in)
        self._remember_keys()

    def _take(self, kind: Kind, arrived: Arrived, adding: Adding) -> None:
        new = self._new(arrived, adding)
        self.keys.append(arrived.keys)
        if sum(map(len, self.keys)) >= _KEYS_AT_ONCE:
            self._remember_keys()
        if kind.sealed:
            keep_identities(self.vault, kind, new, self.file.file_id)
        if arrived.persons is not None:  # what the file says of people beside its own records
            keep_identities(self.vault, KINDS["persons"], arrived.persons, self.file.file_id)
        adding.add(new)
        ledger.reject(self.store, self.file.file_id, arrived.rejects)
        keep_people(self.store, self.file.file_id, arrived.named)
        self._tally(arrived, new.height)

    def _remember_keys(self) -> None:
        if self.keys:
            remember(self.vault, pl.concat(self.keys))
            self.keys = []

    def _tally(self, arrived: Arrived, kept: int) -> None:
        self.account.rows_in += arrived.lines
        self.account.rows_kept += kept
        self.account.rows_rejected += arrived.rejects.height
        self.account.rows_known += arrived.repeated + arrived.rows.height - kept

    def _new(self, arrived: Arrived, adding: Adding) -> pl.DataFrame:
        """The rows that say what no record says that counts; the others are noted as repeats."""
        rows, file_id = arrived.rows, self.file.file_id
        known = adding.known(rows) if self.copy is None else self.copy.take_in(rows, file_id)
        records.note_repeats(self.store, known, file_id)
        own = (known["record"] > file_id << LINE_BITS).sum()
        self.seen.repeat(arrived.repeated + own)
        return rows.join(known, on="line", how="anti", maintain_order="left") if known.height else rows


def asked(file: ledger.PendingFile) -> Profile | None:
    """The profile that a file was brought with."""
    return profiles.read(file.profile.encode(), f"the profile of file {file.file_id}") if file.profile else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

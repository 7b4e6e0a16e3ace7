"""The audit log: who took identities out of the vault, when, for which case and how many.

One line of JSON an entry; each carries the hash of the one before, so an entry that was changed or taken out
of the middle shows. A cut tail does not, unless the head is kept elsewhere: what goes out prints it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path

from tracing.errors import CannotWrite, StoreDamaged
from tracing.succession import following

_BEGINNING = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """One use of identities. `head` is the hash of this entry, and of all before it."""

    at: str
    who: str
    what: str
    case_id: str
    run_id: int
    lines: int
    previous: str
    head: str


def write_entry(path: Path, *, at: datetime, who: str, what: str, case_id: str, run_id: int, lines: int) -> AuditEntry:
    """Append an entry and see it on the disk before returning it; of several processes one after the other.

    Errors: ClockWentBack; CannotWrite, and the log is as it was.
    """
    facts = {"who": who, "what": what, "case_id": case_id, "run_id": run_id, "lines": lines}
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = next(reversed(list(entries(path))), None)
        facts["at"] = following(last and datetime.fromisoformat(last.at), at, path).isoformat()
        previous = last.head if last else _BEGINNING
        entry = AuditEntry(**facts, previous=previous, head=_hash({**facts, "previous": previous}))
        _append(file, json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
    return entry


def _opened(path: Path) -> FileIO:
    try:
        return open(path, "ab", buffering=0, opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror}") from None


def _append(file: FileIO, line: bytes) -> None:
    """All of a line or nothing: half of it would look like damage."""
    end, written = file.seek(0, os.SEEK_END), 0
    try:
        while written < len(line):
            written += file.write(line[written:])
        os.fsync(file.fileno())
    except OSError as error:
        os.ftruncate(file.fileno(), end)
        raise CannotWrite(f"{file.name}: {error.strerror}") from None


def entries(path: Path) -> Iterator[AuditEntry]:
    """All entries in order. Errors: StoreDamaged with the line at which the chain breaks."""
    previous = _BEGINNING
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, ValueError):
        raise StoreDamaged(f"{path}: this is no audit log") from None
    for number, line in enumerate(lines, 1):
        try:
            entry = AuditEntry(**json.loads(line))
        except (ValueError, TypeError):
            raise StoreDamaged(f"{path}: line {number} is no audit entry") from None
        facts = {key: value for key, value in asdict(entry).items() if key != "head"}
        if entry.previous != previous or entry.head != _hash(facts):
            raise StoreDamaged(f"{path}: the chain breaks at line {number}")
        previous = entry.head
        yield entry


def _hash(facts: dict) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

"""A backup: a folder's files with the hash of each, whole or not there at all.

`backup.json` lists every file by its path within the folder; it is written last, before the folder is renamed into
place, once all files were read back from the disk.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from tracing import disk
from tracing.errors import CannotWrite, StoreDamaged, UsageError

MANIFEST = "backup.json"
Told = Callable[[float, int], object]
"""Is told, for progress, which share of the files is done, and how many."""


def make(folder: Path, target: Path, wanted: Callable[[Path], bool], made_at: datetime, tell: Told) -> int:
    """Copy the wanted files of a folder (asked for by path within it) to a new one: how many.

    Errors: UsageError where the target is there already, CannotWrite.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        if target.exists():
            raise UsageError(f"{target}: is there already; a backup goes to a folder that is not")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        names = [str(path) for path in _files(folder) if wanted(path)]
        files = dict(zip(names, _copied(names, folder, part, tell), strict=True))
        disk.put(part / MANIFEST, json.dumps({"made_at": made_at.isoformat(), "files": files}, indent=1).encode())
        disk.move(part, target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise CannotWrite(f"{error.filename or target}: {error.strerror or 'cannot be written'}") from None
    return len(files)


def restore(backup: Path, folder: Path, tell: Told) -> int:
    """Bring a backup's files back into a folder that is not there yet: how many.

    Errors: StoreDamaged where the backup is none or a file is not what was put there; CannotWrite.
    """
    files = _listed(backup)
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        for (name, sha256), copied in zip(files.items(), _copied(files, backup, part, tell), strict=True):
            if copied != sha256:
                raise StoreDamaged(f"{backup / name}: not the file that was put there")
        disk.move(part, folder)
    except FileNotFoundError as missing:
        raise StoreDamaged(f"{missing.filename}: missing") from None
    except OSError as error:
        raise CannotWrite(f"{error.filename or folder}: {error.strerror or 'cannot be written'}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(files)


def _listed(backup: Path) -> dict[str, str]:
    """The files that a backup lists, with their hashes."""
    try:
        files = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))["files"]
        outside = [name for name in files if Path(name).is_absolute() or ".." in Path(name).parts]
    except (OSError, ValueError, KeyError, TypeError):
        outside = [MANIFEST]
    if outside:
        raise StoreDamaged(f"{backup}: no backup of this program, or damaged")
    return files


def _files(folder: Path) -> Iterator[Path]:
    """All files of a folder, by their paths within it."""
    for where, _, names in sorted(os.walk(folder)):
        yield from (Path(where, name).relative_to(folder) for name in sorted(names))


def _copied(names: Collection[str], source: Path, target: Path, tell: Told) -> Iterator[str]:
    """Copy files, see them on the disk, read them back: the hash of each, as read back."""
    for number, name in enumerate(names):
        tell(number / len(names), number)
        one, other = source / name, target / name
        other.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(one, other)
        disk.settle(other)
        disk.settle(other.parent)
        if _sha256(one) != (copied := _sha256(other)):
            raise CannotWrite(f"{other}: the disk did not keep what was written")
        yield copied


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Files that are there whole or not at all, also after the power went: written beside their place, then renamed."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracing.errors import CannotWrite


def put(path: Path, document: bytes | Iterable[bytes]) -> None:
    """Put a file into place whole, readable by its owner alone, and see it on the disk. Errors: CannotWrite.

    document    what it holds, or the pieces of it as they are made
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines([document] if isinstance(document, bytes) else document)
            file.flush()
            os.fsync(file.fileno())
        move(part, path)
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror or 'cannot be written'}") from None
    finally:
        part.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Rename a file that is on the disk, and see the new name there."""
    os.replace(source, target)
    settle(target.parent)


def settle(path: Path) -> None:
    """See on the disk what was written to a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path, wait: bool = True) -> Iterator[None]:
    """One process at a time in a folder. The lock goes with the process that holds it.

    The others wait; BlockingIOError where they shall not.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


@contextmanager
def turn_of(path: Path) -> Iterator[Callable[..., bool]]:
    """A turn at a file, alone or shared with others, until the end: `take(shared=...)` says whether it is had.

    The file itself is not opened: closing it would end the locks that this process has on it otherwise.
    """
    try:
        handle = os.open(path.with_name(f".{path.name}.turn"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # who may not write there keeps nobody out
        yield lambda shared: True
        return

    def take(shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield take
    finally:
        os.close(handle)

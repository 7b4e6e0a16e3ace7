"""zip archives: their members are files of their own, named `archive.zip/member.csv`, each with its own account.

A member is unpacked only while it is read. An archive is refused as a whole where it cannot be trusted: encrypted, with
names that lead out of it, with two members of one name, or where it holds far more than its size lets expect.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tracing.errors import FileRefused
from tracing.intake.tables import BOMB_BYTES, BOMB_RATIO, Glimpse, Layout, Table, printable, refuse, shown
from tracing.intake.zip_files import FAULTS, opened

ENDING = ".zip"
MOST_MEMBERS = 2_000

_LONGEST_NAME = 255

_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800
_NO_FILES = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""What file managers add to archives, and nobody brought."""

_DRIVE = re.compile("[A-Za-z]:")
_CHUNK = 1_000_000


def expanded(path: Path) -> list[Path]:
    """The members of an archive as paths below it, in its order; the path itself where it is no archive that is read.

    Such a path is no file; `at_hand` makes it one for a while.
    """
    if not _is_archive(path):
        return [path]
    try:
        return [path / name for name in _members(path)] or [path]
    except FileRefused:
        return [path]


def archive_of(path: Path) -> Path | None:
    """The archive that a path is a member of; None where it is a file of its own."""
    return next((parent for parent in reversed(path.parents) if _is_archive(parent)), None)


def brought_name(path: Path) -> str:
    """The name of a file, and for a member of an archive the archive's before it."""
    archive = archive_of(path)
    return path.relative_to(archive.parent).as_posix() if archive else path.name


@contextmanager
def at_hand(path: Path, folder: Path) -> Iterator[Path]:
    """A file as it is, or a member of an archive unpacked into a folder that holds nothing else and is gone after it.

    What an attempt that was killed left in the folder is cleared. FileRefused, also by whoever reads the unpacked file,
    names the member.
    """
    shutil.rmtree(folder, ignore_errors=True)
    archive = archive_of(path)
    if archive is None:
        yield path
        return
    try:
        unpacked = _unpacked(archive, path, folder)
        try:
            yield unpacked
        except FileRefused as refused:
            raise FileRefused(str(refused).replace(shown(unpacked), shown(path))) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_archive(path: Path, layout: Layout) -> Table:
    """FileRefused: an archive is no table."""
    held = _members(path)
    raise refuse(path, "an archive: its members are files of their own" if held else "holds no files")


def glimpse_archive(path: Path) -> list[Glimpse]:
    """FileRefused: an archive is no table."""
    return [open_archive(path, Layout())]


def _is_archive(path: Path) -> bool:
    try:
        return path.name.lower().endswith(ENDING) and path.is_file()
    except OSError:
        return False


def _members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by their names; FileRefused where it is none, or not to be trusted."""
    with _opened(path) as archive:
        members: dict[str, zipfile.ZipInfo] = {}
        for member in archive.infolist():
            name = _name(member)
            if member.filename.endswith("/") or _NO_FILES.search(name):
                continue
            if reason := _fault(member, name, members):
                raise refuse(path, reason)
            members[name] = member
    return members


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with opened(path, BOMB_BYTES, BOMB_RATIO, "no archive of records") as archive:
            yield archive
    except FAULTS:
        raise refuse(path, "not a zip archive, or a damaged one") from None


def _fault(member: zipfile.ZipInfo, name: str, members: dict[str, zipfile.ZipInfo]) -> str | None:
    """Why an archive with such a member is refused."""
    if not member.filename:
        return "a member has no name"
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        return "a member's name leads out of the archive"
    if max(len(part.encode()) for part in parts) > _LONGEST_NAME:
        return f"a member's name is longer than {_LONGEST_NAME} bytes"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted: unpack it first"
    if name in members:
        return "two members have one name"
    return f"more than {MOST_MEMBERS} members" if len(members) == MOST_MEMBERS else None


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name: where it does not say that it is in UTF-8 it may be, or in GB18030, as Windows writes it."""
    name = member.orig_filename
    if not member.flag_bits & _NAMED_IN_UTF8:
        given = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = given.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return str(PurePosixPath(printable(name.replace("\\", "/"))))


def _unpacked(archive_path: Path, path: Path, folder: Path) -> Path:
    """A member as a file in the folder, which is its owner's alone."""
    member = _members(archive_path).get(path.relative_to(archive_path).as_posix())
    if member is None:
        raise refuse(path, "no such file in the archive")
    if PurePosixPath(path.name).suffix.lower() == ENDING:
        raise refuse(path, "an archive within an archive: unpack it first")
    target = folder / path.name
    folder.mkdir(mode=0o700, parents=True)
    try:
        with _opened(archive_path) as archive, archive.open(member) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
    except FileRefused:
        raise refuse(path, "damaged in the archive") from None
    return target

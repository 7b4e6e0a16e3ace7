"""Zip files, opened only where neither their list of members nor what these hold can fill memory or disk."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracing.intake.tables import refuse

FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What reading a damaged, encrypted or unheard-of zip file raises."""

LARGEST_LIST = 10_000_000
"""Bytes of the longest list of members."""

_LIST_END, _LONG_LIST_END = b"PK\5\6", b"PK\6\6"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FARTHEST = 65_557 + 20 + 56
"""Bytes before a zip file's end among which its list's end stands, also where it has the long form."""


@contextmanager
def opened(path: Path, most_bytes: int, most_times: int, what: str) -> Iterator[zipfile.ZipFile]:
    """A zip file; FileRefused where it holds more than so many bytes and more than so many times its size.

    what   what it is not, then
    """
    size = path.stat().st_size
    if _list_bytes(path, size) > LARGEST_LIST:
        raise refuse(path, f"a list of members of more than {LARGEST_LIST} bytes: {what}")
    with zipfile.ZipFile(path) as archive:
        if not all(0 <= member.header_offset < size for member in archive.infolist()):
            raise zipfile.BadZipFile
        if any(member.compress_type not in _METHODS for member in archive.infolist()):
            raise refuse(path, f"packed in a way that is not read: {what}")
        if sum(member.file_size for member in archive.infolist()) > max(most_bytes, most_times * size):
            raise refuse(path, f"holds more than {most_times} times its size: {what}")
        yield archive


def _list_bytes(path: Path, size: int) -> int:
    """The bytes of a zip file's list of members, as it states them; 0 where it states none."""
    with path.open("rb") as file:
        file.seek(max(0, size - _FARTHEST))
        tail = file.read()
    end, long_end = tail.rfind(_LIST_END), tail.rfind(_LONG_LIST_END)
    try:
        short = struct.unpack_from("<L", tail, end + 12)[0] if end >= 0 else 0
        return struct.unpack_from("<Q", tail, long_end + 40)[0] if long_end >= 0 else short
    except struct.error:
        return 0

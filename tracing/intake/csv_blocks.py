"""The bytes of a text file, packed or not, in blocks of whole lines in UTF-8: memory is bounded whatever its size.

A line ends in \\n, and in \\r where its beginning shows a text of old Macs. Of a line past LONGEST only so much is
kept as shows that it is too long.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO

import numpy as np

from tracing.intake.encodings import LONGEST, Encoding
from tracing.intake.tables import BATCH_ROWS, BOMB_BYTES, BOMB_RATIO, refuse

CHUNK = 6_000_000
"""Bytes that are read at a time: fewer at the beginning, as what takes the lines in waits for the first of them, and in
a long file, as so many records take memory in other places too.
"""
_BEGINNING, _LONG_FILE = 8, 12
"""By how much the first bytes are fewer; after how many times `CHUNK` a file is a long one, of which two thirds of it
are read at a time.
"""

_RETURN_ALONE = re.compile("\r(?![\r\n])")


NEAR, FAR = 65_536, 4 * LONGEST
"""Bytes at the beginning of a file in which its line ends and its header are looked for, and where they are not there,
the most."""


class _Damaged(Exception):
    """The file cannot be read on: the bytes that were read last."""

    def __init__(self, content: bytes):
        super().__init__()
        self.content = content


@dataclass(frozen=True)
class Block:
    """Some lines of a file, at most BATCH_ROWS.

    first     number of the first line
    content   the lines in UTF-8, each with its \\n; one that cannot be decoded is UNDECODED
    done      share of the file read so far, 0 to 1
    ended     the file has a line end behind them; only the last line can lack it, and is a block of its own then
    """

    first: int
    content: bytes
    done: float
    ended: bool = True


def mark(path: Path) -> bytes:
    """The bytes with which a file begins, where an encoding's mark may stand."""
    with _opened(path) as (stream, _):
        try:
            return _read(stream, 4)
        except _Damaged:
            raise refuse(path, "damaged or unreadable after line 0") from None


def as_ended(path: Path, encoding: Encoding) -> Encoding:
    """The encoding with what ends a file's lines: \\r where its beginning has some and no \\n, as old Macs wrote.

    FileRefused where it has some \\n, but more \\r without one: nobody knows which of them end lines.
    """
    for size in (NEAR, FAR):
        content = _first_bytes(path, encoding, size)
        if ends := encoding.line_ends(content).size:
            if _returns_alone(content, encoding) > ends:
                raise refuse(path, "more \\r alone than line ends in \\n: save it with one sort of line end")
            return encoding
    return encoding.of_old_macs if encoding.of_old_macs.line_ends(content).size else encoding


def _returns_alone(content: bytes, encoding: Encoding) -> int:
    """How many carriage returns stand before neither another nor a newline; none where NULs show another encoding."""
    text = content.decode(encoding.name, "replace")
    return 0 if "\0" in text else len(_RETURN_ALONE.findall(text))


def _first_bytes(path: Path, encoding: Encoding, size: int) -> bytes:
    with _opened(path) as (stream, _):
        try:
            return _read(stream, size)
        except _Damaged as damage:
            lines = len(encoding.line_ends(damage.content))
            raise refuse(path, f"damaged or unreadable after line {lines}") from None


def beginning(path: Path, encoding: Encoding, size: int) -> bytes:
    """The whole lines in the first bytes of a file, at most `size`; of a line that is too long so much as shows it."""
    content = _first_bytes(path, encoding, size)
    if len(content) == size:
        content = content[: encoding.last_line_end(content) or (size if size >= encoding.longest else 0)]
    return encoding.as_utf8(_ended(content.removeprefix(encoding.mark), encoding))


def blocks(path: Path, encoding: Encoding, chunk: int) -> Iterator[Block]:
    """All lines of a file, about `chunk` bytes at a time; FileRefused names the last whole line before a damage."""
    size, line = path.stat().st_size, 1
    with _opened(path) as (stream, raw):
        try:
            for content, ended in _contents(_pieces(path, stream, chunk), encoding):
                content = content.removeprefix(encoding.mark) if line == 1 else content
                for part, lines in _parts(encoding.as_utf8(content)):
                    yield Block(line, part, min(raw.tell() / size, 1.0), ended)
                    line += lines
        except _Damaged as damage:
            lines = line - 1 + len(encoding.line_ends(damage.content))
            raise refuse(path, f"damaged or unreadable after line {lines}") from None


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The bytes of the text, and those of the file; the same where it is not packed."""
    with path.open("rb") as raw:
        yield (gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw), raw


def _parts(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Lines in parts of at most BATCH_ROWS, about equally many in each, with their number."""
    at_end = np.frombuffer(content, np.uint8) == ord("\n")
    lines = np.count_nonzero(at_end)
    if lines <= BATCH_ROWS:
        yield content, lines
        return
    start, line_ends = 0, np.flatnonzero(at_end)
    for ends in np.array_split(line_ends, -(-lines // BATCH_ROWS)):
        yield content[start : ends[-1] + 1], len(ends)
        start = ends[-1] + 1


def _pieces(path: Path, stream: BinaryIO, chunk: int) -> Iterator[bytes]:
    """The bytes of the text; FileRefused where there are so many that the file is a bomb."""
    most = max(BOMB_BYTES, BOMB_RATIO * path.stat().st_size)
    for size in _sizes(chunk):
        if not (piece := _read(stream, size)):
            return
        if stream.tell() > most:
            raise refuse(path, f"holds more than {BOMB_RATIO} times its size: no file of records")
        yield piece


def _sizes(chunk: int) -> Iterator[int]:
    """How many bytes are read each time: even numbers, so that no character of two bytes is cut."""
    growing = (chunk // _BEGINNING * times for times in (1, 2, 4))
    sizes = chain(growing, repeat(chunk, _LONG_FILE), repeat(2 * chunk // 3))
    return (max(size // 2, 1) * 2 for size in sizes)


def _contents(pieces: Iterator[bytes], encoding: Encoding) -> Iterator[tuple[bytes, bool]]:
    """Whole lines, each with its line end, and whether the file has it: the last one is given one where it has none."""
    rest = b""
    for data in pieces:
        after = encoding.last_line_end(data)
        if after:
            yield b"".join((rest, memoryview(data)[:after])), True
            rest = data[after:]
        elif len(rest) < encoding.longest:
            rest = (rest + data)[: encoding.longest]
    if rest:
        yield _ended(rest, encoding), False


def _ended(content: bytes, encoding: Encoding) -> bytes:
    """The bytes as whole lines; half a character at their end becomes one that is none."""
    if len(content) % encoding.unit:
        content = content[:-1] + "\ud800".encode(encoding.name, "surrogatepass")
    newline = "\n".encode(encoding.name)
    return content if encoding.last_line_end(content) == len(content) else content + newline


def _read(stream: BinaryIO, size: int) -> bytes:
    """So many bytes, fewer at the end."""
    pieces, missing = [], size
    try:
        while missing > 0 and (piece := stream.read1(missing)):
            pieces.append(piece)
            missing -= len(piece)
    except (EOFError, OSError, zlib.error):
        raise _Damaged(b"".join(pieces)) from None
    return b"".join(pieces)

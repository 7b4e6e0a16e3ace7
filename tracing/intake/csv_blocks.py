"""The bytes of a csv or csv.gz file in blocks of whole lines, so that memory is bounded whatever the file's size.

A line ends in \\n. Of a line past LONGEST only so much is kept as shows that it is too long.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from tracing.intake.tables import BATCH_ROWS, refuse

LONGEST = 1_000_000
"""Bytes of the longest line that is read."""

CHUNK = 12_000_000
"""Bytes that are read at a time."""

_MARK = b"\xef\xbb\xbf"
_NEWLINE = ord("\n")


class _Damaged(Exception):
    """The file cannot be read on: the number of whole lines since the last block."""

    def __init__(self, lines: int):
        super().__init__(lines)
        self.lines = lines


@dataclass(frozen=True)
class Block:
    """Some lines of a file, at most BATCH_ROWS.

    first     number of the first line
    content   the lines, each with its \\n
    done      share of the file read so far, 0 to 1
    """

    first: int
    content: bytes
    done: float


def blocks(path: Path, chunk: int) -> Iterator[Block]:
    """All lines of a file, about `chunk` bytes at a time; FileRefused names the last whole line before a damage."""
    size, line = path.stat().st_size, 1
    with path.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
        try:
            for content in _contents(stream, chunk):
                content = content.removeprefix(_MARK) if line == 1 else content
                for part, lines in _parts(content):
                    yield Block(line, part, min(raw.tell() / size, 1.0))
                    line += lines
        except _Damaged as damage:
            raise refuse(path, f"damaged or unreadable after line {line - 1 + damage.lines}") from None


def _parts(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Lines in parts of at most BATCH_ROWS, about equally many in each, with their number."""
    line_ends = np.frombuffer(content, np.uint8) == _NEWLINE
    lines = np.count_nonzero(line_ends)
    if lines <= BATCH_ROWS:
        yield content, lines
        return
    start = 0
    for ends in np.array_split(np.flatnonzero(line_ends), -(-lines // BATCH_ROWS)):
        yield content[start : ends[-1] + 1], len(ends)
        start = ends[-1] + 1


def _contents(stream: BinaryIO, chunk: int) -> Iterator[bytes]:
    """Whole lines, each with its line end; the last one is given one where it has none."""
    rest = b""
    while data := _read(stream, chunk):
        after = data.rfind(b"\n") + 1
        if after:
            yield b"".join((rest, memoryview(data)[:after]))
            rest = data[after:]
        else:
            rest = (rest + data)[: LONGEST + 2]
    if rest:
        yield rest + b"\n"


def _read(stream: BinaryIO, chunk: int) -> bytes:
    """About `chunk` bytes, none at the end."""
    pieces, missing = [], chunk
    try:
        while missing > 0 and (piece := stream.read1(missing)):
            pieces.append(piece)
            missing -= len(piece)
    except (EOFError, OSError, zlib.error):
        raise _Damaged(sum(piece.count(b"\n") for piece in pieces)) from None
    return b"".join(pieces)

"""Segments: files of rows sorted by a key, of which a search reads the pages it needs and nothing else.

A segment is two arrays in NumPy's own format: `NAME.npy`, the rows (a structured array, its field `key` an unsigned
number of 64 bits), and `NAME.pages.npy`, the key of every `PAGE`-th row. Pages are small enough that a stretch of keys
costs a few kilobytes, and so few that their keys are held in memory, of each segment from when it is first asked.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np

from tracing.errors import StoreDamaged
from tracing.grid import spread

PAGE = 32
"""Rows: 1 to 2 kB. Smaller ones make the keys of all pages, which are held in memory, too many."""

BETWEEN = 4
"""Pages that lie between two others are read with them if they are not more: that costs less than to ask twice."""

SEARCHED_AT_ONCE = 2**14
"""Rows: what a search reads at a time. One buffer that is used again is several times faster than new memory."""

MERGED_AT_ONCE = 60_000
"""Rows held in memory while segments are merged, about."""

_KEY = np.dtype(np.uint64)

SAMPLED = 32
"""Pages of which one key is held while segments are merged: all of them would be 25 MB of 10^8 rows."""

Rows = np.ndarray


class Segment:
    """The rows of one file, sorted by key. They are read and not mapped: memory then holds what was asked for, and not
    what lies around it.
    """

    def __init__(self, path: Path, dtype: np.dtype, rows: int):
        """`rows`: how many there are. Errors: ValueError where the files do not hold so many; OSError."""
        self._path, self._dtype, self._count = path, dtype, rows
        self._file, self._start = _opened(path, dtype, rows)
        self._keys, self._keys_start = _opened(_pages_of(path), _KEY, self._pages)
        # Otherwise the system reads on past each page that it has to fetch from the disk, a hundred times as much.
        os.posix_fadvise(self._file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)

    @cached_property
    def pages(self) -> np.ndarray:
        """The key of every `PAGE`-th row."""
        return self._page_keys(0, self._pages)

    def let_go(self) -> None:
        """Hold the keys of pages no longer than they were needed."""
        self.__dict__.pop("pages", None)

    @cached_property
    def sample(self) -> np.ndarray:
        """The key of every `SAMPLED`-th page: all that is held of a segment that is merged and not searched."""
        return self._page_keys(0, self._pages)[::SAMPLED].copy()

    def __len__(self) -> int:
        return self._count

    def find(self, first: np.ndarray, last: np.ndarray) -> Rows:
        """The rows whose key lies in any of the stretches, both ends included; stretches are sorted and lie apart."""
        begin = np.maximum(np.searchsorted(self.pages, first, side="left") - 1, 0)
        end = np.searchsorted(self.pages, last, side="right")
        begin = np.maximum(begin, np.concatenate([[0], np.maximum.accumulate(end)[:-1]]))  # each page once
        begin, end = _together(begin[begin < end], end[begin < end])
        found = []
        for rows in self._by_and_by(begin * PAGE, np.minimum(end * PAGE, self._count)):
            asked = slice(*np.searchsorted(last, rows["key"][:1]), *np.searchsorted(first, rows["key"][-1:], "right"))
            found.append(find(rows, first[asked], last[asked]))
        return stacked(found, self._dtype)

    def read(self, begin: int, end: int) -> Rows:
        """The rows from one place to another."""
        return self._read(np.array([begin]), np.array([end]))

    def is_sound(self) -> bool:
        """Whether all rows are there, in the order of their keys, and the pages' keys are theirs: reads the whole."""
        last = np.uint64(0)
        for begin in range(0, self._count, MERGED_AT_ONCE):
            key = self.read(begin, min(begin + MERGED_AT_ONCE, self._count))["key"]
            pages = self.pages[begin // PAGE :][: -(-len(key) // PAGE)]
            if last > key[0] or (key[1:] < key[:-1]).any() or not np.array_equal(key[::PAGE], pages):
                return False
            last = key[-1]
        return True

    def before(self, key: int | None) -> int:
        """How many rows have a lesser key; None: all."""
        if key is None:
            return self._count
        # Rows of the key may end the page before the first that begins with it.
        first = max(int(np.searchsorted(self.sample, np.uint64(key), side="left")) - 1, 0) * SAMPLED
        about = self._page_keys(first, min(first + SAMPLED, self._pages))
        page = first + max(int(np.searchsorted(about, np.uint64(key), side="left")) - 1, 0)
        near = self.read(page * PAGE, min((page + 1) * PAGE, self._count))
        return page * PAGE + int(np.searchsorted(near["key"], np.uint64(key), side="left"))

    @property
    def _pages(self) -> int:
        return -(-self._count // PAGE)

    def _page_keys(self, begin: int, end: int) -> np.ndarray:
        """The keys of pages from one to another."""
        at = self._keys_start + begin * _KEY.itemsize
        return np.frombuffer(os.pread(self._keys.fileno(), (end - begin) * _KEY.itemsize, at), _KEY)

    def _read(self, begin: np.ndarray, end: np.ndarray, into: Rows | None = None) -> Rows:
        """The rows of several runs, one after the other."""
        count = int((end - begin).sum())
        rows = np.empty(count, self._dtype) if into is None else into[:count]
        file, at, size = self._file.fileno(), 0, self._dtype.itemsize
        buffer = memoryview(rows.view(np.uint8))
        offsets, lengths = (self._start + begin * size).tolist(), ((end - begin) * size).tolist()
        for offset, length in zip(offsets, lengths, strict=True):
            at += os.preadv(file, [buffer[at : at + length]], offset)
        if at < len(buffer):
            raise StoreDamaged(f"{self._path}: cut short")
        return rows

    def _by_and_by(self, begin: np.ndarray, end: np.ndarray) -> Iterator[Rows]:
        """The rows of several runs, none of them empty, part by part: each lies in memory where the last one lay."""
        parts = -(-(end - begin) // SEARCHED_AT_ONCE)
        of, k = spread(parts)
        begin, end = begin[of] + k * SEARCHED_AT_ONCE, np.minimum(begin[of] + (k + 1) * SEARCHED_AT_ONCE, end[of])
        upto, first = np.concatenate([[0], np.cumsum(end - begin)]), 0
        buffer = np.empty(min(upto[-1], 2 * SEARCHED_AT_ONCE), self._dtype)
        while first < len(begin):
            last = int(np.searchsorted(upto, upto[first] + len(buffer), side="right")) - 1
            yield self._read(begin[first:last], end[first:last], buffer)
            first = last


def _opened(path: Path, dtype: np.dtype, count: int) -> tuple[BinaryIO, int]:
    """A file of so many rows, and where the first one lies. What its header says of them is known: to read it takes as
    long as a search.
    """
    file = path.open("rb", buffering=0)
    np.lib.format.read_magic(file)
    start = int.from_bytes(file.read(2), "little") + file.tell()  # the header's own length, and what it follows
    if os.fstat(file.fileno()).st_size != start + count * dtype.itemsize:
        raise ValueError(f"{path.name}: not of {count} rows")
    return file, start


def _together(begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs of pages, those that lie near each other as one."""
    first = np.flatnonzero(np.append(True, begin[1:] - end[:-1] > BETWEEN)[: len(begin)])
    return begin[first], end[np.append(first[1:], len(end))[: len(first)] - 1]


def find(rows: Rows, first: np.ndarray, last: np.ndarray) -> Rows:
    """Those of rows sorted by key whose key lies in any of the stretches (in order, apart)."""
    key = np.ascontiguousarray(rows["key"])
    begin, end = np.searchsorted(key, first, side="left"), np.searchsorted(key, last, side="right")
    of, k = spread(end - begin)
    return rows.take(begin[of] + k)  # many times faster than by an index in brackets where rows have fields


def stacked(parts: Sequence[Rows], dtype: np.dtype) -> Rows:
    """Rows one after the other: NumPy's own way takes twenty times as long where rows have fields."""
    return np.concatenate([np.empty(0, np.uint8), *(part.view(np.uint8) for part in parts)]).view(dtype)


def write(path: Path, parts: Iterable[Rows], dtype: np.dtype) -> int:
    """Write rows, sorted by key from part to part, as a new segment that is on the disk when this returns.

    returns     how many rows there are
    """
    rows = 0
    with path.open("wb") as file, _pages_of(path).open("wb") as pages:
        both = {file: dtype, pages: _KEY}
        for each, of in both.items():
            _header(each, of, 0)
        for part in parts:
            part["key"][-rows % PAGE :: PAGE].tofile(pages)
            part.tofile(file)
            rows += len(part)
        for (each, of), count in zip(both.items(), (rows, -(-rows // PAGE)), strict=True):
            each.seek(0)
            _header(each, of, count)
            each.flush()
            os.fsync(each.fileno())
    return rows


def _header(file, dtype: np.dtype, rows: int) -> None:
    facts = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (rows,)}
    np.lib.format.write_array_header_1_0(file, facts)


def merged(segments: Sequence[Segment], combine: Callable[[Rows], Rows] = lambda rows: rows) -> Iterator[Rows]:
    """The rows of several segments in the order of their keys, part by part, in bounded memory.

    combine     makes of rows sorted by key, all of each key, those that are to stand for them
    """
    begins = [0] * len(segments)
    for cut in _cuts(segments):
        ends = [segment.before(cut) for segment in segments]
        parts = [one.read(begin, end) for one, begin, end in zip(segments, begins, ends, strict=True)]
        rows, begins = stacked(parts, parts[0].dtype), ends
        # A stable sort merges stretches that are sorted already.
        yield combine(rows.take(np.argsort(rows["key"], kind="stable")))


def _cuts(segments: Sequence[Segment]) -> list[int | None]:
    """Keys that part the rows of all segments into parts of about the same size; None stands for the end."""
    sample = np.sort(np.concatenate([segment.sample for segment in segments]))
    step = MERGED_AT_ONCE // (SAMPLED * PAGE)
    return [*np.unique(sample[step::step]).tolist(), None]


def remove(path: Path) -> None:
    """Delete a segment; who has it open reads on."""
    path.unlink(missing_ok=True)
    _pages_of(path).unlink(missing_ok=True)


def _pages_of(path: Path) -> Path:
    return path.with_suffix(".pages.npy")

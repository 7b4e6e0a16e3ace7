"""The records of an old workbook, looked through before it is read: one small record can ask for 65,536 cells."""

import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import TextIO

from xlrd.compdoc import CompDoc

_BEGINS = (0x0009, 0x0209, 0x0409, 0x0809)
_ONE_CELL = (0x0006, 0x0206, 0x0406, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E)
_MANY_CELLS = (0x00BD, 0x00BE)
_SHEET, _FORMULA, _EMPTY = 0x0085, 0x0006, 3
_STREAMS = ("Workbook", "Book")

LAST_COLUMN = 256
"""Columns of an old sheet."""


def looked_through(content: bytes, nowhere: TextIO) -> tuple[int, dict[int, list[tuple[int, int]]]]:
    """How many cells the rows of the largest sheet have, up to the last that is held in each, and by the number of
    their sheet the formulas whose saved result is an empty text: row and column, both from 0.

    Errors: ValueError where a cell stands in a column that no old sheet has, or there is no workbook; and whatever
    the reader of the compound file stumbles on. `nowhere` takes what it has to say.
    """
    most, widths, sheet = 0, defaultdict(int), -1
    begins: list[int] = []
    empty: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, kind, data in _records(content, nowhere):
        if kind == _SHEET and data[5] == 0:
            begins.append(struct.unpack_from("<L", data)[0])
        elif kind in _BEGINS:
            most, widths = max(most, sum(widths.values())), defaultdict(int)
            sheet = begins.index(at) if at in begins else -1
        elif kind in _ONE_CELL or kind in _MANY_CELLS:
            row, column = struct.unpack_from("<HH", data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind in _MANY_CELLS else column
            if max(column, last) >= LAST_COLUMN:
                raise ValueError("columns that no sheet has")
            widths[row] = max(widths[row], last + 1)
            if kind == _FORMULA and bytes(data[12:14]) == b"\xff\xff" and data[6] == _EMPTY:
                empty[sheet].append((row, column))
    return max(most, sum(widths.values())), empty


def _records(content: bytes, nowhere: TextIO) -> Iterator[tuple[int, int, memoryview]]:
    """Place within the workbook, kind and bytes of each of its records."""
    file = CompDoc(content, logfile=nowhere)
    held, at, size = next((found for name in _STREAMS if (found := file.locate_named_stream(name))[0]), (b"", 0, 0))
    begin, end = at, at + size
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", held, at)
        yield at - begin, kind, memoryview(held)[at + 4 : at + 4 + length]
        at += 4 + length

"""Plain lines of a csv block: those that a fast reader splits exactly as the csv rules do, all at once.

Plain is a line with the header's number of commas (or of what stands for them), in which quotes do no more than enclose
whole fields, without a NUL or a carriage return but at its end, in UTF-8 and not too long; of one column none is, as a
line of it could be blank, and where tabs stand for commas none that begins with what could be white space.
That is told from the bytes as columns: a block with a damaged line costs no more than that line.

block   bytes of whole lines, each with its \\n
"""

import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from tracing.intake.encodings import LONGEST
from tracing.intake.tables import stripped

_NEWLINE, _QUOTE, _RETURN = b'\n"\r'
_LAST_ASCII = 0x7F
_MARK = b"\xef\xbb\xbf"
_WHITE = b" \t\v\f"
_MAY_BEGIN_WHITE = np.isin(np.arange(256), [*range(0x21), 0xC2, 0xE1, 0xE2, 0xE3])
"""Bytes with which a white character begins in UTF-8, and others."""


def find_plain(block: bytes, width: int, comma: str = ",") -> tuple[np.ndarray, np.ndarray]:
    """For each line of the block where it ends, and whether it is plain in a file of so many columns."""
    codes = np.frombuffer(block, np.uint8)
    separators = _places(codes, ord(comma), _NEWLINE)
    breaks = np.flatnonzero(codes[separators] == _NEWLINE)
    ends = separators[breaks]
    plain = (np.diff(breaks, prepend=-1) == width) & (np.diff(ends, prepend=-1) <= LONGEST + 1) & (width > 1)
    if comma.isspace() and ends.size:
        plain &= ~_MAY_BEGIN_WHITE[codes[np.append(0, ends[:-1] + 1)]]
    for places in _odd_places(block, codes, comma):
        plain[np.searchsorted(ends, places)] = False
    return ends, plain


def _places(codes: np.ndarray, *wanted: int) -> np.ndarray:
    held = codes == wanted[0]
    for one in wanted[1:]:
        held |= codes == one
    return np.flatnonzero(held)


def _odd_places(block: bytes, codes: np.ndarray, comma: str) -> Iterator[np.ndarray]:
    """Where something stands that makes its line other than plain."""
    if 0 in block:
        yield _places(codes, 0)
    if _QUOTE in block:
        yield _quotes_within(codes, comma)
    if _RETURN in block:
        returns = _places(codes, _RETURN)
        yield returns[codes[returns + 1] != _NEWLINE]
    if not block.isascii():
        yield from _odd_places_beyond_ascii(block, codes)


def _odd_places_beyond_ascii(block: bytes, codes: np.ndarray) -> Iterator[np.ndarray]:
    if not _is_utf8(block):
        yield np.flatnonzero(codes > _LAST_ASCII)
    if _MARK in block:
        # At the beginning of what a reader is given it is taken for the mark of the file's beginning.
        yield np.array([found.start() for found in re.finditer(_MARK, block)])


def _quotes_within(codes: np.ndarray, comma: str) -> np.ndarray:
    """The ends of the fields that hold quotes other than one pair around the whole field."""
    marks = _places(codes, ord(comma), _NEWLINE, _QUOTE)
    fields = np.flatnonzero(codes[marks] != _QUOTE)
    ends = marks[fields]
    starts = np.append(0, ends[:-1] + 1)
    count = np.diff(fields, prepend=-1) - 1
    odd, two = count > 0, np.flatnonzero(count == 2)
    lasts = ends[two] - 1
    lasts -= codes[lasts] == _RETURN
    odd[two] = (marks[fields[two] - 2] != starts[two]) | (marks[fields[two] - 1] != lasts)
    return ends[odd]


def _is_utf8(block: bytes) -> bool:
    try:
        return bool(pl.Series([block]).cast(pl.String).len())
    except pl.exceptions.PolarsError:
        return False


def chosen(block: bytes, ends: np.ndarray, which: np.ndarray) -> bytes:
    """The lines that are chosen, as a block; the block itself where all are."""
    edges = np.flatnonzero(np.diff(which, prepend=False, append=False))
    starts = np.append(0, ends + 1)
    return b"".join(block[starts[first] : starts[after]] for first, after in edges.reshape(-1, 2).tolist())


def split_plain(block: bytes, numbers: np.ndarray, columns: dict[str, int], comma: str = ",") -> pl.DataFrame:
    """`line` and some columns (name: place) of the plain lines of these numbers; text is stripped, empty is null."""
    nothing = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    fields = _fields(block, columns, comma) if len(numbers) and columns else nothing
    return pl.DataFrame({"line": numbers}).hstack(fields.get_columns())


def _fields(block: bytes, columns: dict[str, int], comma: str) -> pl.DataFrame:
    bare = block.translate(None, bytes((_QUOTE, _RETURN))) if _QUOTE in block or _RETURN in block else block
    places = [*columns.values()]
    fields = pl.read_csv(bare, has_header=False, columns=places, infer_schema=False, quote_char=None, separator=comma)
    fields.columns = [*columns]
    white = not block.isascii() or any(one in block for one in _WHITE)
    return fields.select(stripped(pl.all())) if white else fields

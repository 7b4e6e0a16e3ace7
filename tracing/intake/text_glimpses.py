"""How a text file can be read: every encoding in which its beginning makes sense, with every delimiter that splits it.

A mark decides the encoding. Without one GB18030 is possible only where most lines of the beginning that are not plain
ASCII are not UTF-8, as text in UTF-8 often passes for GB18030, and where one of the usual Chinese characters is among
them, as Western text (Müller, in Windows-1252) passes for rare ones; and UTF-16 only where there are many NULs, which
are the high halves of plain characters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tracing.errors import FileRefused
from tracing.intake.csv_blocks import as_ended, beginning, mark
from tracing.intake.csv_lines import default_delimiter, first_lines, separator_hint
from tracing.intake.encodings import GB18030, UTF8, UTF16_BE, UTF16_LE, Encoding, marked
from tracing.intake.exact_lines import split_headers
from tracing.intake.tables import GLIMPSED_LINES, Glimpse, Layout, one_line

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
_DELIMITERS = (",", "\t", ";", "|")
_NEAR = 4_000_000
"""Bytes at the beginning of a file by which its encoding is told."""

_USUAL = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
"""A character of GB 2312, in GB18030: no text of some lines in Chinese is without one."""

_NULS = 0.05
"""The share of NULs above which a text is not damaged but UTF-16: every comma and digit there has one."""


def glimpse_text(path: Path) -> list[Glimpse]:
    """All plausible ways to read a text file, best first; none where its beginning is no text."""
    return [glimpse for encoding in _encodings(path) for glimpse in _glimpses(path, as_ended(path, encoding))]


def is_tabbed(path: Path) -> bool:
    """Whether a file is text, in any encoding, whose first line has tabs."""
    return any("\t" in lines.first() for lines in _beginnings(path))


def is_readable(path: Path) -> bool:
    """Whether a file is text in any encoding."""
    return next(_beginnings(path), None) is not None


def _beginnings(path: Path) -> Iterator[pl.Series]:
    """The first lines of a file in each encoding in which they are text."""
    try:
        found = [first_lines(path, as_ended(path, encoding))["text"] for encoding in _encodings(path)]
    except FileRefused:
        return
    yield from (lines for one in found if _is_text(lines := one.head(GLIMPSED_LINES)))


def _is_text(lines: pl.Series) -> bool:
    return not lines.is_empty() and not (lines.is_null() | lines.str.contains(_CONTROL)).fill_null(True).any()


def _encodings(path: Path) -> list[Encoding]:
    by_mark = marked(mark(path))
    if by_mark:
        return [by_mark]
    content = beginning(path, as_ended(path, UTF8), _NEAR)
    if content.count(0) > len(content) * _NULS:
        likely = UTF16_LE if content[1::2].count(0) > content[::2].count(0) else UTF16_BE
        found = beginning(path, as_ended(path, likely), _NEAR)
        return [likely] if b"\0" not in found and _undecoded(found) == 0 else []
    other = sum(not line.isascii() for line in content.split(b"\n"))
    # A few damaged lines do not make UTF-8 another encoding.
    if _undecoded(content) * 2 > other and _undecoded(GB18030.as_utf8(content)) * 2 <= other:
        return [GB18030] if _USUAL.search(content) else [UTF8]
    return [UTF8]


def _undecoded(content: bytes) -> int:
    """How many lines are not in UTF-8."""
    return sum(not _is_utf8(line) for line in content.split(b"\n"))


def _is_utf8(line: bytes) -> bool:
    try:
        return line.isascii() or line.decode() is not None
    except UnicodeDecodeError:
        return False


def _glimpses(path: Path, encoding: Encoding) -> list[Glimpse]:
    lines = first_lines(path, encoding)
    above, hint = separator_hint(lines)
    lines = lines.filter(pl.col("line") > above).head(GLIMPSED_LINES)
    layouts = (Layout(encoding=encoding.name, delimiter=one) for one in ((hint,) if hint else _DELIMITERS))
    found = [Glimpse(layout, _split(lines, layout.delimiter, encoding)) for layout in layouts]
    found = sorted((one for one in found if one.lines), key=_alike, reverse=True)
    split = [one for one in found if max(len(fields) for _, fields in one.lines) > 1]
    return split or [one for one in found if one.layout.delimiter == (hint or default_delimiter(path))]


def _split(lines: pl.DataFrame, delimiter: str, encoding: Encoding) -> list[tuple[int, tuple[str, ...]]]:
    """The lines that can be split; those over which quoted fields span, as one of a header may, are one."""
    split = split_headers(lines, delimiter, encoding.shown).filter(pl.col("reason").is_null())
    return [(line, tuple(map(one_line, fields))) for line, fields in split.select("line", "fields").iter_rows()]


def _alike(glimpse: Glimpse) -> tuple[int, int]:
    """How many lines have the same number of fields, more than one, and how many fields that are."""
    widths = Counter(len(fields) for _, fields in glimpse.lines if len(fields) > 1)
    return max(((lines, width) for width, lines in widths.items()), default=(0, 0))

"""Whether every line of a file comes out once, as a row or as a line that is none, told by a reading of its own."""

from pathlib import Path

import polars as pl

from tracing.intake.formats import glimpses, open_records
from tracing.intake.rows import read_rows
from tracing.intake.tables import Batch, Layout
from tracing.model import KINDS

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}


def taken(path: Path, layout: Layout) -> list[int]:
    """The lines of a file that come out of it; FileRefused where it is none.

    Asserts that each comes out once and in order, and that the same rows come out of what is read next.
    """
    assert all(line > 0 or not line for one in glimpses(path) for line, _ in one.lines)
    lines: list[int] = []
    for batch in open_records(path, layout):
        lines += _of_batch(batch)
    assert lines == sorted(set(lines))
    return lines


def beside(path: Path, layout: Layout) -> int:
    """How many lines of a file are told as heading or blank."""
    table = open_records(path, layout)
    return table.heading + sum(batch.blank for batch in table)


def _of_batch(batch: Batch) -> list[int]:
    whole, no_lines = batch.frame["line"], batch.broken.filter(pl.col("column").is_null())["line"]
    cells = batch.broken.filter(pl.col("column").is_not_null())["line"]
    assert whole.is_sorted() and batch.broken["line"].is_sorted() and cells.is_in(whole.implode()).all()
    lines = sorted([*whole, *no_lines])
    kept, rejects = read_rows(KINDS["fixes"], batch, "Asia/Shanghai")
    assert sorted([*kept["line"], *rejects["line"]]) == lines
    return lines


def lines_that_hold_something(content: bytes, encoding: str | None, below: int) -> list[int]:
    """The physical lines of a text that hold more than white space, below some line; by nothing but Python's own."""
    encoding = _encoding(content, encoding)
    held = []
    for number, line in enumerate(_lines(content, encoding), start=1):
        text = line.decode(encoding, "replace").removeprefix("\ufeff" if number == 1 else "")
        if number > below and text.strip(_WHITE):
            held.append(number)
    return held


_WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() and code not in range(0x1C, 0x20))


def physical_lines(content: bytes, encoding: str | None) -> int:
    """How many lines a text has, whatever they hold."""
    return len(_lines(content, _encoding(content, encoding)))


def _encoding(content: bytes, stated: str | None) -> str:
    by_mark = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    return by_mark or stated or "utf-8"


def _lines(content: bytes, encoding: str) -> list[bytes]:
    newline, carriage = ("\n".encode(encoding), "\r".encode(encoding))
    units = len(newline)
    characters = [content[at : at + units] for at in range(0, len(content) - units + 1, units)]
    ends = (newline,) if newline in characters else (newline, carriage)
    lines, start = [], 0
    for number, character in enumerate(characters):
        if character in ends:
            lines.append(content[start : number * units])
            start = (number + 1) * units
    return [*lines, content[start:]] if start < len(content) else lines

"""Which lines of a file can be its header: lines of words, none of which is a value such as records hold.

In a file without a header the first record is no header: what it says of somebody must not become a name of a column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tracing.errors import ProfileIncomplete
from tracing.intake.plates import read_plate
from tracing.intake.profiles.looks import Doubt
from tracing.intake.tables import Glimpse, Layout, shown

_NUMBER = re.compile(r"[-+]?[0-9]*[.,]?[0-9]+")
_LONG = re.compile("[0-9]{9}")
"""As phones and documents have, and no name of a column."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    r"[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]"
    rf"|[0-9]{{1,2}}[ -](?:{_MONTHS})[a-z]*[ ,-]+[0-9]{{2}}|(?:{_MONTHS})[a-z]*\.? [0-9]{{1,2}},? [0-9]{{4}}",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 3
_FEWEST_VALUES = 2
_FEWEST_LINES = 3

Line = tuple[int, tuple[str, ...]]


def is_value(cell: str) -> bool:
    """Whether a text has the look of a value: a number, a document, a phone, an instant, a coordinate, a plate."""
    digits = sum(character.isdigit() for character in cell)
    if (
        _NUMBER.fullmatch(cell)
        or _DAY.match(cell)
        or _LONG.search(cell)
        or (digits >= _FEWEST_DIGITS and 2 * digits >= len(cell))
    ):
        return True
    return bool(digits) and read_plate(cell)[0] is not None


def header_lines(glimpse: Glimpse) -> list[Line]:
    """The lines that can be the header: without a value, and not below a line that is as full and has values."""
    found: list[Line] = []
    fullest_record = 0
    for number, fields in glimpse.lines:
        values, filled = sum(map(is_value, fields)), sum(map(bool, fields))
        if filled and not values and filled > fullest_record:
            found.append((number, fields))
        if values >= _FEWEST_VALUES:
            fullest_record = max(fullest_record, filled)
    return found


def line_over_values(glimpse: Glimpse) -> int | None:
    """The first line of a file, where it is one of words over lines that all hold a value under one of them; else None.

    So a header is told from a first record by its words alone, though none of them is known.
    """
    if len(glimpse.lines) < _FEWEST_LINES:
        return None
    (number, words), *records = glimpse.lines
    alike = all(len(fields) == len(words) for _, fields in records)
    if not all(words) or any(map(is_value, words)) or len(set(words)) < len(words) or not alike:
        return None
    over = any(all(is_value(fields[at]) for _, fields in records) for at in range(len(words)))
    return number if over else None


def words_above(rows: Sequence[Sequence[str | None]]) -> int:
    """How many lines without a value stand above the first that has one; none where no line has one."""
    return next((at for at, row in enumerate(rows) if any(is_value(cell) for cell in row if cell)), 0)


def _second_row(glimpse: Glimpse, header_line: int) -> int | None:
    """The line below a header that holds words where all lines below it hold values: the header's second row."""
    below = [line for line in glimpse.lines if line[0] > header_line]
    if not below or any(map(is_value, below[0][1])):
        return None
    number, words = below[0]
    told = [at for at, word in enumerate(words) if word and _holds_values(below[1:], at)]
    return number if len(told) >= _FEWEST_VALUES else None


def _names_groups(header: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a header is of groups, whose columns have their own names in its second row alone."""
    return any(
        word and (at >= len(header) or not header[at] or header[at] in header[:at]) for at, word in enumerate(second)
    )


def doubts_of_header(path: Path, seen: Sequence[Glimpse], layout: Layout) -> list[Doubt]:
    """What is wrong with the header that was found; ProfileIncomplete where its columns are named in a second row."""
    line = layout.header_line
    if line is None:
        return []
    glimpse = next(one for one in seen if replace(one.layout, header_line=line) == layout)
    second, fields = _second_row(glimpse, line), dict(glimpse.lines)
    if second is None:
        return _nameless(glimpse, line)
    if _names_groups(fields[line], fields[second]):
        reason = f"the header has two rows, lines {line} and {second}"
        raise ProfileIncomplete(f"{shown(path)}: {reason}: save it with one, or state file.names, its columns in order")
    return [Doubt("columns", f"line {second} looks like a second row of the header: save the file with one")]


def doubt_of_lines(layout: Layout, heading: int) -> Iterator[Doubt]:
    """That a header spans lines of a text; `heading`: the last of them."""
    if layout.header_line is not None and heading > layout.header_line:
        words = f"the header is taken to be lines {layout.header_line} to {heading}, as its quotes span line ends"
        yield Doubt("file.header_line", words)


def _nameless(glimpse: Glimpse, header_line: int) -> list[Doubt]:
    """A doubt for columns that hold something and have no header."""
    fields = dict(glimpse.lines)[header_line]
    below = [cells for number, cells in glimpse.lines if number > header_line]
    held = {at for cells in below for at, cell in enumerate(cells) if cell}
    bare = [str(at + 1) for at, name in enumerate(fields) if not name and at in held]
    return [Doubt("columns", f"without a header, and dropped: column {', '.join(bare)}")] if bare else []


def _holds_values(lines: Sequence[Line], at: int) -> bool:
    cells = [fields[at] for _, fields in lines if at < len(fields) and fields[at]]
    return bool(cells) and 2 * sum(map(is_value, cells)) > len(cells)

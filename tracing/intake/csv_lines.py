"""Text: one physical line is one record, so that every line of a damaged file is accounted for. A header alone may span
several, where its quoted fields hold line ends: they all count as lines above the records.

Line ends are \\n, \\r\\n or \\r\\r\\n, and \\r alone in a text of old Macs, in every encoding and with every delimiter.
Plain lines are split together; every other one by the rules of csv, and where they do not allow it, it is broken.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from tracing.intake.csv_blocks import CHUNK, FAR, NEAR, Block, as_ended, beginning, blocks, mark
from tracing.intake.encodings import ENCODINGS, GB18030, UTF8, UTF16_LE, Encoding, marked
from tracing.intake.exact_lines import HEADER_LINES, held_lines, split_headers, split_lines
from tracing.intake.plain_lines import chosen, find_plain, split_plain
from tracing.intake.tables import (
    BROKEN,
    Batch,
    Layout,
    Table,
    broken_line,
    header_names,
    read_places,
    refuse,
    stripped,
)
from tracing.intake.torn_lines import told_torn
from tracing.intake.totals import FIRST, TOTAL, is_total

_HINT = re.compile(r'\s*("?)sep=(?P<separator>[,;|\t])\1[,;|\s]*', re.IGNORECASE)

_CONTAINED = {"utf-8-sig": UTF8, "gbk": GB18030, "gb2312": GB18030, "utf-16": UTF16_LE}
"""Encodings of which every text is one in another; UTF-16 that says no order of its bytes has them as Windows does."""


def open_csv(path: Path, layout: Layout) -> Table:
    """The table in a text file; FileRefused where there is none. All columns are text."""
    encoding = as_ended(path, _encoding(path, layout.encoding))
    above, hint = separator_hint(first_lines(path, encoding))
    if hint and layout.delimiter not in (None, hint):
        raise refuse(path, f"its line {above} says what stands between fields, and it is said to be something else")
    comma = hint or layout.delimiter or default_delimiter(path)
    header, names = _header(path, encoding, comma, layout, above)
    columns = header_names(names, path, layout.columns)
    text = _Text(path, encoding, comma, header, columns, layout)
    found = replace(layout, encoding=encoding.name, delimiter=comma)
    return Table(columns, path.stat().st_size, text.batches, found, header)


def default_delimiter(path: Path) -> str:
    """What stands between fields where no layout says it; of texts named as workbooks only those with tabs are read."""
    return "\t" if path.name.lower().removesuffix(".gz").endswith((".tsv", ".xls", ".xlsx")) else ","


def _encoding(path: Path, stated: str | None) -> Encoding:
    """The encoding by the file's mark, else the stated one, else UTF-8; FileRefused where the two contradict."""
    by_mark = marked(mark(path))
    if stated is None:
        return by_mark or UTF8
    try:
        name = codecs.lookup(stated).name
    except LookupError:
        name = stated
    encoding = ENCODINGS.get(name) or _CONTAINED.get(name)
    if encoding is None:
        raise refuse(path, f"no encoding that is read: {stated} (read are {', '.join(ENCODINGS)})")
    if by_mark and by_mark is not encoding and name != "utf-16":
        raise refuse(path, f"begins with the mark of {by_mark.name}, and is said to be in {encoding.name}")
    return by_mark or encoding


def separator_hint(lines: pl.DataFrame) -> tuple[int, str | None]:
    """The line by which spreadsheets tell one another what stands between fields (`sep=;`), and that; 0 without one.

    lines       the first that hold something: line, text
    """
    for line, text in lines.head(1).iter_rows():
        if hint := _HINT.fullmatch(text or ""):
            return line, hint["separator"]
    return 0, None


def _header(path: Path, encoding: Encoding, comma: str, layout: Layout, above: int) -> tuple[int, tuple[str, ...]]:
    """The last line of the header, and its names; where the layout has the names, the last line above records.

    above       the line of a hint, which is neither; 0 without one
    """
    if layout.names is not None:
        return max(layout.header_line or 0, above), layout.names
    lines = first_lines(path, encoding, layout.header_line or above + 1)
    lines = lines.filter(pl.col("line") >= (layout.header_line or above + 1)).head(HEADER_LINES)
    if lines.is_empty() or layout.header_line not in (None, lines["line"][0]):
        raise refuse(path, f"no header in line {layout.header_line}: blank" if layout.header_line else "empty")
    line, fields, reason, last = split_headers(lines, comma, encoding.shown).row(0)
    if reason:
        unknown = lines["text"][0] is None and encoding.name == UTF8.name and layout.encoding is None
        advice = "; what is in another encoding is read by a profile, `tracing profile` proposes one" if unknown else ""
        raise refuse(path, f"no header in line {line}: {reason}{advice}")
    return last, tuple(fields)


def first_lines(path: Path, encoding: Encoding, wanted: int = 1) -> pl.DataFrame:
    """line, text of the lines that a file begins with and that hold something, up to `wanted` and beyond."""
    for size in (NEAR, FAR):
        content = beginning(path, encoding, size)
        lines = held_lines(content, np.arange(1, content.count(b"\n") + 1))
        if not lines.is_empty() and lines["line"][-1] >= wanted:
            break
    return lines


@dataclass(frozen=True)
class _Text:
    """A text file whose header, a line number or 0, is known."""

    path: Path
    encoding: Encoding
    comma: str
    header: int
    columns: tuple[str, ...]
    layout: Layout

    @cached_property
    def places(self) -> dict[str, int]:
        return read_places(self.columns, self.layout.columns)

    def batches(self) -> Iterator[Batch]:
        last = next((name for name, at in self.places.items() if at == len(self.columns) - 1), None)
        read = ((self._batch(block), block.ended) for block in blocks(self.path, self.encoding, CHUNK))
        for batch in told_torn(read, last):
            if batch.blank or not (batch.frame.is_empty() and batch.broken.is_empty()):
                yield batch

    def _batch(self, block: Block) -> Batch:
        ends, plain = find_plain(block.content, len(self.columns), self.comma)
        numbers = np.arange(block.first, block.first + len(ends))
        below = numbers > self.header
        quick, other = plain & below, ~plain & below
        frame = self._plain(chosen(block.content, ends, quick), numbers[quick])
        if not other.any():
            return Batch(frame, BROKEN.to_frame(), block.done)
        held = held_lines(chosen(block.content, ends, other), numbers[other])
        whole, broken = self._by_rules(held)
        blank = int(other.sum()) - held.height
        return Batch(pl.concat([frame, whole]).sort("line"), broken, block.done, blank=blank)

    def _plain(self, content: bytes, numbers: np.ndarray) -> pl.DataFrame:
        if not self.layout.totals:
            return split_plain(content, numbers, self.places, self.comma)
        everything = {f"\0{at}": at for at in range(len(self.columns))}
        frame = split_plain(content, numbers, everything, self.comma)
        first = pl.coalesce(pl.col(everything)).alias(FIRST)
        return frame.select("line", *(pl.col(f"\0{at}").alias(name) for name, at in self.places.items()), first)

    def _by_rules(self, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The lines that can be split, and those that cannot with the reason."""
        miscounted = _miscounted(len(self.columns))
        split = split_lines(lines, self.comma, self.encoding.shown)
        first = []
        if self.layout.totals:
            held = pl.col("fields").list.eval(stripped(pl.element()).drop_nulls()).list.first()
            split, first = split.with_columns(held.alias(FIRST)), [FIRST]
            miscounted = (
                pl.when(miscounted.is_not_null() & is_total(pl.col(FIRST), self.layout.totals))
                .then(pl.lit(TOTAL))
                .otherwise(miscounted)
            )
        split = split.with_columns(reason=pl.coalesce("reason", miscounted))
        broken = split.filter(pl.col("reason").is_not_null()).select("line", *broken_line(pl.col("reason")))
        fields = (stripped(pl.col("fields").list.get(at)).alias(name) for name, at in self.places.items())
        return split.filter(pl.col("reason").is_null()).select("line", *fields, *first), broken


def _miscounted(width: int) -> pl.Expr:
    """The reason of a line that has not so many fields; null of any other."""
    count = pl.col("fields").list.len()
    fields = pl.when(count == 1).then(pl.lit("field")).otherwise(pl.lit("fields"))
    return pl.when(count != width).then(pl.format("{} {} where the header has {}", count, fields, pl.lit(width)))

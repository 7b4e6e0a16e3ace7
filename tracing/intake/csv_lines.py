"""csv and csv.gz: one physical line is one record, so that every line of a damaged file is accounted for.

Comma, UTF-8 with or without a byte order mark, line ends \\n or \\r\\n. A quoted field cannot span lines.
Plain lines are split together; every other one by the rules of csv, and where they do not allow it, it is broken.
"""

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from tracing.intake.csv_blocks import CHUNK, LONGEST, Block, blocks
from tracing.intake.plain_lines import chosen, find_plain, split_plain
from tracing.intake.tables import BROKEN, LISTED, Batch, Table, header_names, refuse, stripped

_HEAD = 65_536
_QUOTES = "quotes that do not match"

# The module's own limit is 131,072 characters a field, which would make a long line look like bad quotes.
csv.field_size_limit(LONGEST)


def open_csv(path: Path) -> Table:
    """The table in a csv or csv.gz file; FileRefused where there is none. All columns are text."""
    line, columns = _header(path)
    return Table(columns, path.stat().st_size, partial(_batches, path, line, columns))


def _header(path: Path) -> tuple[int, tuple[str, ...]]:
    """Line number and names of the header: the first line that is not blank."""
    for block in blocks(path, _HEAD):
        texts = _texts(block.content)
        lines = _held(texts, np.arange(block.first, block.first + len(texts)))
        if not lines.is_empty():
            line, fields, reason = _split(lines.head(1)).row(0)
            if reason:
                raise refuse(path, f"no header in line {line}: {reason}")
            return line, header_names(fields, path)
    raise refuse(path, "empty")


def _batches(path: Path, header: int, columns: tuple[str, ...]) -> Iterator[Batch]:
    for block in blocks(path, CHUNK):
        batch = _batch(block, header, columns)
        if not (batch.frame.is_empty() and batch.broken.is_empty()):
            yield batch


def _batch(block: Block, header: int, columns: tuple[str, ...]) -> Batch:
    ends, plain = find_plain(block.content, len(columns))
    numbers = np.arange(block.first, block.first + len(ends))
    below = numbers > header
    quick, other = plain & below, ~plain & below
    listed = {name: at for at, name in enumerate(columns) if name in LISTED}
    frame = split_plain(chosen(block.content, ends, quick), numbers[quick], listed)
    if not other.any():
        return Batch(frame, BROKEN.to_frame(), block.done)
    lines = _held(_texts(chosen(block.content, ends, other)), numbers[other])
    whole, broken = _by_rules(lines, listed, len(columns))
    return Batch(pl.concat([frame, whole]).sort("line"), broken, block.done)


def _by_rules(lines: pl.DataFrame, listed: dict[str, int], width: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines that can be split, and those that cannot with the reason."""
    count = pl.col("fields").list.len()
    miscounted = pl.when(count != width).then(pl.format("{} fields where the header has {}", count, pl.lit(width)))
    split = _split(lines).with_columns(reason=pl.coalesce("reason", miscounted))
    broken = split.filter(pl.col("reason").is_not_null()).select(
        "line", pl.lit(None, pl.String).alias("column"), pl.lit("line").alias("value_class"), "reason"
    )
    fields = (stripped(pl.col("fields").list.get(at)).alias(name) for name, at in listed.items())
    return split.filter(pl.col("reason").is_null()).select("line", *fields), broken


def _split(lines: pl.DataFrame) -> pl.DataFrame:
    """line, fields (list of text), reason (null where the line could be split)."""
    text = pl.col("text")
    lines = lines.with_columns(
        reason=pl.when(text.is_null())
        .then(pl.lit("not UTF-8"))
        .when(text.str.len_bytes() > LONGEST)
        .then(pl.lit(f"longer than {LONGEST} bytes"))
        .when(text.str.contains("\0", literal=True))
        .then(pl.lit("a NUL character"))
        .when(text.str.contains("\r", literal=True))
        .then(pl.lit("a carriage return inside the line")),
    )
    quoted = pl.col("reason").is_null() & text.str.contains('"', literal=True)
    plain = lines.filter(~quoted).select("line", text.str.split(",").alias("fields"), "reason")
    return plain if plain.height == lines.height else pl.concat([plain, _unquoted(lines.filter(quoted))]).sort("line")


def _unquoted(lines: pl.DataFrame) -> pl.DataFrame:
    # By now no text holds a NUL, so it can stand between fields that may hold commas.
    fields = pl.Series("fields", [_fields(text) for text in lines["text"]], dtype=pl.String).str.split("\0")
    reason = pl.when(pl.col("fields").is_null()).then(pl.lit(_QUOTES)).alias("reason")
    return lines.select("line", fields).with_columns(reason)


def _fields(text: str) -> str | None:
    """The fields of one line with a NUL between them; null where the quotes do not match."""
    try:
        return "\0".join(next(csv.reader((text,), strict=True, skipinitialspace=True)))
    except csv.Error:
        return None


def _held(texts: pl.Series, numbers: np.ndarray) -> pl.DataFrame:
    """line, text (null where it is not UTF-8) of the lines that are not blank."""
    lines = pl.DataFrame({"line": numbers, "text": texts.str.strip_suffix("\r")})
    return lines.filter(pl.col("text").str.strip_chars().ne_missing(""))


def _texts(content: bytes) -> pl.Series:
    """One text per line; null where a line is not UTF-8."""
    bare = content.removesuffix(b"\n")
    try:
        return pl.Series([bare.decode()]).str.split("\n").explode()
    except UnicodeDecodeError:
        return pl.Series([_text(line) for line in bare.split(b"\n")], dtype=pl.String)


def _text(line: bytes) -> str | None:
    # A line cut short may end inside a character; Latin-1 keeps it at least as long as it was.
    try:
        return line.decode("latin-1" if len(line) > LONGEST else "utf-8")
    except UnicodeDecodeError:
        return None

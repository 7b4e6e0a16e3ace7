"""csv and csv.gz: one physical line is one record, so that every line of a damaged file is accounted for.

Comma, UTF-8 with or without a byte order mark, line ends \\n or \\r\\n. A quoted field cannot span lines.
Lines are split as columns; only those with a comma or a quote inside a quoted field go through the csv module,
each by itself.
"""

import csv
import gzip
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl

from tracing.intake.tables import BATCH_ROWS, LISTED, Batch, Table, header_names, refuse, stripped

LONGEST = 1_000_000
"""Bytes of the longest line that is read."""

_CHUNK = 12_000_000
_HEAD = 65_536
_MARK = b"\xef\xbb\xbf"
_QUOTES = "quotes that do not match"
_ENCLOSED = r'^(?:[^",]*|"[^",]*")(?:,(?:[^",]*|"[^",]*"))*$'

# The module's own limit is 131,072 characters a field, which would make a long line look like bad quotes.
csv.field_size_limit(LONGEST)


def open_csv(path: Path) -> Table:
    """The table in a csv or csv.gz file; FileRefused where there is none. All columns are text."""
    line, columns = _header(path)
    return Table(columns, path.stat().st_size, partial(_batches, path, line, columns))


def _header(path: Path) -> tuple[int, tuple[str, ...]]:
    """Line number and names of the header: the first line that is not blank."""
    for lines, _ in _lines(path, _HEAD):
        if not lines.is_empty():
            line, fields, reason = _split(lines.head(1)).row(0)
            if reason:
                raise refuse(path, f"no header in line {line}: {reason}")
            return line, header_names(fields, path)
    raise refuse(path, "empty")


def _batches(path: Path, header: int, columns: tuple[str, ...]) -> Iterator[Batch]:
    for lines, done in _lines(path, _CHUNK):
        for piece in lines.filter(pl.col("line") > header).iter_slices(BATCH_ROWS):
            yield _batch(_split(piece), columns, done)


def _batch(split: pl.DataFrame, columns: tuple[str, ...], done: float) -> Batch:
    count = pl.col("fields").list.len()
    miscounted = pl.when(count != len(columns)).then(
        pl.format("{} fields where the header has {}", count, pl.lit(len(columns)))
    )
    split = split.with_columns(reason=pl.coalesce("reason", miscounted))
    broken = split.filter(pl.col("reason").is_not_null()).select(
        "line", pl.lit(None, pl.String).alias("column"), pl.lit("line").alias("value_class"), "reason"
    )
    fields = {name: pl.col("fields").list.get(at) for at, name in enumerate(columns) if name in LISTED}
    whole = split.filter(pl.col("reason").is_null()).select("line", **fields)
    return Batch(whole.select("line", *(stripped(pl.col(name)).alias(name) for name in fields)), broken, done)


def _split(lines: pl.DataFrame) -> pl.DataFrame:
    """line, fields (list of text), reason (null where the line could be split)."""
    text = pl.col("text")
    lines = lines.with_columns(
        _without_enclosing_quotes(lines["text"]),
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


def _without_enclosing_quotes(text: pl.Series) -> pl.Series:
    """Lines in which quotes do no more than enclose whole fields, without them; all others as they are."""
    if not text.str.contains('"', literal=True).any():
        return text
    return text.to_frame().select(
        pl.when(text.str.contains(_ENCLOSED)).then(text.str.replace_all('"', "", literal=True)).otherwise("text")
    )["text"]


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


def _lines(path: Path, chunk: int) -> Iterator[tuple[pl.DataFrame, float]]:
    """line, text (null where it is not UTF-8) of all lines that are not blank, with the share of the file read."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
        line = 1
        for block in _blocks(stream, path, chunk):
            texts = _texts(block.removeprefix(_MARK) if line == 1 else block)
            numbers = pl.int_range(line, line + len(texts), dtype=pl.Int64, eager=True)
            lines = pl.DataFrame({"line": numbers, "text": texts.str.strip_suffix("\r")})
            line += len(texts)
            yield lines.filter(pl.col("text").str.strip_chars().ne_missing("")), min(raw.tell() / size, 1.0)


def _blocks(stream: BinaryIO, path: Path, chunk: int) -> Iterator[bytes]:
    """The file's bytes in blocks of whole lines, without the line end of the last one.

    Of a line past LONGEST only so much is kept as shows that it is too long.
    """
    rest, lines = b"", 0
    while data := _read(stream, path, chunk, lines):
        cut = data.rfind(b"\n")
        if cut < 0:
            rest = (rest + data)[: LONGEST + 2]
            continue
        lines += data.count(b"\n")
        yield rest + data[:cut]
        rest = data[cut + 1 :]
    if rest:
        yield rest


def _read(stream: BinaryIO, path: Path, chunk: int, lines: int) -> bytes:
    """About `chunk` bytes, none at the end. FileRefused names the last whole line before the damage."""
    data = bytearray()
    try:
        while len(data) < chunk and (piece := stream.read1(chunk)):
            data += piece
    except (EOFError, OSError, zlib.error):
        whole = lines + data.count(b"\n")
        raise refuse(path, f"damaged or unreadable after line {whole}") from None
    return bytes(data)


def _texts(block: bytes) -> pl.Series:
    """One text per line of the block; null where a line is not UTF-8."""
    try:
        return pl.Series([block.decode()]).str.split("\n").explode()
    except UnicodeDecodeError:
        return pl.Series([_text(line) for line in block.split(b"\n")], dtype=pl.String)


def _text(line: bytes) -> str | None:
    # A line cut short may end inside a character; Latin-1 keeps it at least as long as it was.
    try:
        return line.decode("latin-1" if len(line) > LONGEST else "utf-8")
    except UnicodeDecodeError:
        return None

"""Lines of text split one by one, by the rules of csv: fields, or the reason why a line has none.

A line ends in \\n, in \\r\\n, or in \\r\\r\\n where programs added a \\r twice. A quoted field of a record cannot span
lines, one of a header can; quotes inside one are doubled.
"""

import csv

import numpy as np
import polars as pl

from tracing.intake.encodings import LONGEST

_QUOTES = "quotes that do not match"
_RETURN = "a carriage return inside the line"
_SPANNING = "a quoted field of several lines that holds what stands between fields: write the header in one line"

HEADER_LINES = 20
"""The most lines of a header whose quoted fields hold line ends."""

_LONGEST_HEADER = 65_536
"""The most characters of such a header."""

# The module's own limit is 131,072 characters a field, which would make a long line look like bad quotes.
csv.field_size_limit(LONGEST)


def held_lines(content: bytes, numbers: np.ndarray) -> pl.DataFrame:
    """line, text (null where it is not UTF-8) of the whole lines of these numbers that are not blank."""
    lines = pl.DataFrame({"line": numbers, "text": _texts(content).str.strip_chars_end("\r")})
    return lines.filter(pl.col("text").str.strip_chars().ne_missing(""))


def split_lines(lines: pl.DataFrame, comma: str, encoding: str) -> pl.DataFrame:
    """line, fields (list of text), reason (null where the line could be split).

    comma      what stands between fields
    encoding   what a line without text was said to be in, as a reason names it
    """
    text = pl.col("text")
    lines = lines.with_columns(
        reason=pl.when(text.is_null())
        .then(pl.lit(f"not {encoding}"))
        .when(text.str.len_bytes() > LONGEST)
        .then(pl.lit(f"longer than {LONGEST} bytes"))
        .when(text.str.contains("\0", literal=True))
        .then(pl.lit("a NUL character"))
        .when(text.str.contains("\r", literal=True))
        .then(pl.lit(_RETURN)),
    )
    quoted = pl.col("reason").is_null() & text.str.contains('"', literal=True)
    plain = lines.filter(~quoted).select("line", text.str.split(comma).alias("fields"), "reason")
    if plain.height == lines.height:
        return plain
    return pl.concat([plain, _unquoted(lines.filter(quoted), comma)]).sort("line")


def split_headers(lines: pl.DataFrame, comma: str, encoding: str) -> pl.DataFrame:
    """line, fields, reason as `split_lines` has them, and `last`, of lines that may be a header: one may span several.

    line    where it begins; `last`: where it ends, HEADER_LINES on at the most
    A field that spans lines holds no comma: so none can be swallowed that is a record, whose quotes do not match.
    """
    split = split_lines(lines, comma, encoding).with_columns(last="line")
    if not split["reason"].is_in([_QUOTES, _RETURN]).fill_null(False).any():
        return split
    texts, rows, found = lines["text"].to_list(), split.rows(), []
    while rows:
        line, fields, reason, last = rows[0]
        lasting = 1
        if reason in (_QUOTES, _RETURN):
            lasting, fields, reason = _spanning(texts[:HEADER_LINES], comma, reason)
            last = rows[lasting - 1][-1]
        found.append((line, fields, reason, last))
        texts, rows = texts[lasting:], rows[lasting:]
    return pl.DataFrame(found, schema=split.schema, orient="row")


def _spanning(texts: list[str | None], comma: str, reason: str) -> tuple[int, list[str] | None, str | None]:
    """Of how many lines the first makes a whole, with its fields, or the reason why it has none."""
    joined = ""
    for many, text in enumerate(texts, start=1):
        if text is None or "\0" in text or len(joined) + len(text) > _LONGEST_HEADER:
            break
        joined += "\n" * (many > 1) + text.replace("\r", "\n")
        whole = _fields(joined, comma)
        if whole is not None:
            fields = whole.split("\0")
            if any("\n" in field and comma in field for field in fields):
                return many, None, _SPANNING
            return many, fields, None
    return 1, None, reason


def _unquoted(lines: pl.DataFrame, comma: str) -> pl.DataFrame:
    # By now no text holds a NUL, so it can stand between fields that may hold commas.
    fields = pl.Series("fields", [_fields(text, comma) for text in lines["text"]], dtype=pl.String).str.split("\0")
    reason = pl.when(pl.col("fields").is_null()).then(pl.lit(_QUOTES)).alias("reason")
    return lines.select("line", fields).with_columns(reason)


def _fields(text: str, comma: str) -> str | None:
    """The fields of a line with a NUL between them; null where the quotes do not match."""
    try:
        return "\0".join(next(csv.reader((text,), delimiter=comma, strict=True, skipinitialspace=True)))
    except csv.Error:
        return None


def _texts(content: bytes) -> pl.Series:
    """One text per line; null where a line is not UTF-8."""
    if not content:
        return pl.Series(dtype=pl.String)
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

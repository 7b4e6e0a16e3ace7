"""The rows of a frame as text, each by one expression: what is written row by row goes as fast as the frame.

Source: RFC 8259 (JSON), XML 1.0 (Char, and the escapes of character data and attributes).
"""

from collections.abc import Mapping
from itertools import chain

import polars as pl

from tracing.exports.text import REPLACEMENT
from tracing.graph_members import DATE, INSTANT_TEXT

SLICE = 20_000
"""Rows that are text at a time: more are no faster, and take memory."""

_CONTROLS = {chr(code): f"\\u{code:04x}" for code in range(32)}
_IN_JSON = _CONTROLS | {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_IN_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_ATTRIBUTES = _IN_XML | {'"': "&quot;", "\n": "&#10;", "\t": "&#09;"}
_NOT_IN_XML = r"[^\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"


def json_object(values: Mapping[str, pl.Expr]) -> pl.Expr:
    """An object of these names and values, which are JSON already."""
    marks = ("{" if place == 0 else ", " for place in range(len(values)))
    members = [(pl.lit(f'{mark}"{name}": '), value) for mark, (name, value) in zip(marks, values.items(), strict=True)]
    return pl.concat_str(*chain.from_iterable(members), pl.lit("}"))


def json_value(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Text, a number, null, or a list or structure of them, as Python's json module writes it with non-ASCII kept.

    Instants and days are text, empty where there is none; instants in the zone of their type.
    """
    if isinstance(dtype, pl.List):
        members = value.list.eval(json_value(pl.element(), dtype.inner)).list.join(", ")
        return pl.concat_str(pl.lit("["), members, pl.lit("]"))
    if isinstance(dtype, pl.Struct):
        fields = sorted((field.name, field.dtype) for field in dtype.fields)
        return json_object({name: json_value(value.struct.field(name), inner) for name, inner in fields})
    if dtype.is_temporal():
        return value.dt.strftime(f'"{DATE if dtype == pl.Date else INSTANT_TEXT}"').fill_null('""')
    text = pl.concat_str(pl.lit('"'), _replaced(value, _IN_JSON), pl.lit('"')) if dtype == pl.String else value
    return text.cast(pl.String).fill_null("null")


def xml_text(text: pl.Expr) -> pl.Expr:
    """Text as XML can hold it, as `tracing.exports.text.for_xml` has it."""
    return text.str.replace_all("\r\n?", "\n").str.replace_all(_NOT_IN_XML, REPLACEMENT)


def in_element(text: pl.Expr) -> pl.Expr:
    """Text that XML can hold, between two tags."""
    return _replaced(text, _IN_XML)


def in_attribute(text: pl.Expr) -> pl.Expr:
    """Text that XML can hold, between the quotation marks of an attribute."""
    return _replaced(text, _IN_ATTRIBUTES)


def _replaced(text: pl.Expr, by: Mapping[str, str]) -> pl.Expr:
    return text.str.replace_many(list(by), list(by.values()))

"""The rows of a frame as text, each by one expression: what is written row by row goes as fast as the frame.

Source: RFC 8259 (JSON), XML 1.0 (Char, and the escapes of character data and attributes).
"""

from collections.abc import Mapping
from itertools import chain

import polars as pl

from tracing.exports.text import REPLACEMENT
from tracing.graph_members import DATE, INSTANT_TEXT

SLICE = 5_000
"""Rows that are text at a time: of more, the system spends more time on fetching memory than the text takes."""

_CONTROLS = {chr(code): f"\\u{code:04x}" for code in range(32)}
_IN_JSON = _CONTROLS | {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_NOT_IN_XML = (chr(code) for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r")
_AS_XML = dict.fromkeys(_NOT_IN_XML, REPLACEMENT) | dict.fromkeys(("\r\n", "\r"), "\n")
_IN_ELEMENTS = _AS_XML | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_ATTRIBUTES = _IN_ELEMENTS | {'"': "&quot;", "\t": "&#09;"} | dict.fromkeys(("\r\n", "\r", "\n"), "&#10;")


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
    return _replaced(text, _AS_XML)


def in_element(text: pl.Expr) -> pl.Expr:
    """Text as XML can hold it between two tags."""
    return _replaced(text, _IN_ELEMENTS)


def in_attribute(text: pl.Expr) -> pl.Expr:
    """Text as XML can hold it between the quotation marks of an attribute."""
    return _replaced(text, _IN_ATTRIBUTES)


def _replaced(text: pl.Expr, by: Mapping[str, str]) -> pl.Expr:
    return text.str.replace_many(list(by), list(by.values()), leftmost=True)

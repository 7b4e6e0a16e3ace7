"""Names of columns and words of value maps, made alike: full-width characters, letter case, white space, marks.

A template's `*手机号：` is 手机号, its `Phone No.` is phoneno.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import polars as pl

from tracing.intake.tables import column_name

_MARKS = r"[\s_*:.]+"
_EMPTY = re.compile(_MARKS)


def normal(name: str) -> str:
    """A name as it is compared with others."""
    return _EMPTY.sub("", unicodedata.normalize("NFKC", name).lower())


def normal_texts(texts: pl.Series) -> pl.Series:
    """A column of words as they are compared with others."""
    return texts.str.normalize("NFKC").str.to_lowercase().str.replace_all(_MARKS, "")


def found_in(header: Iterable[str]) -> Mapping[str, str]:
    """The names of a header by what they are compared as; of two alike the first."""
    found: dict[str, str] = {}
    for name in header:
        if normal(name):
            found.setdefault(normal(name), column_name(name))
    return found


def first_of(headers: Iterable[str], found: Mapping[str, str]) -> str | None:
    """The first of some headers that is there."""
    return next((header for header in headers if normal(header) in found), None)

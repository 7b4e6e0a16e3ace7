"""The lines of a source's file as they are meant: without what programs leave in a cell or between records.

Format characters that nobody sees, the ="..." by which exports keep a spreadsheet from counting, and the quote sign by
which people do ('0123), are no part of a value; the words that a profile names for nothing are none. A header that
comes again on every page, and a line that holds nothing where something is read, are no records: they are rejected,
with their reason.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl
import polars.selectors as cs

from tracing.intake.tables import broken_line, refuse

OTHER_HEADER = "a line below its header has the same names in another order"
HEADER_AGAIN = "the header once more, no record"
EMPTY = "nothing in any column that is read, no record"

_UNSEEN, _AS_FORMULA, _AS_TEXT = r"\p{Cf}", r'^="([^"]*)"$', "^['‘’`]([0-9０-９])"


def cleaned(frame: pl.DataFrame, nothing: Mapping[str, frozenset[str]]) -> pl.DataFrame:
    """The lines with these columns as they are meant; `nothing`: column -> the words that stand for nothing in it."""
    texts = frame.select(cs.string() & cs.by_name(*nothing, require_all=False))
    return frame.with_columns(_meant(texts[name], nothing[name]) for name in texts.columns)


def _meant(texts: pl.Series, nothing: frozenset[str]) -> pl.Series:
    if texts.str.contains(rf"{_UNSEEN}|{_AS_FORMULA}|{_AS_TEXT}").any():
        bare = texts.str.replace_all(_UNSEEN, "").str.replace(_AS_FORMULA, "$1").str.replace(_AS_TEXT, "$1")
        bare = bare.str.strip_chars()
        texts = bare.set(bare == "", None)
    written = [form for word in nothing for form in {word, word.lower(), word.upper()}]
    return texts.set(texts.is_in(written).fill_null(False), None) if written else texts


def _in_one_line(name: str) -> pl.Expr:
    """A column's texts as its name is written, which a blank may have to be looked for in."""
    return pl.col(name).str.replace_all(r"\s+", " ") if " " in name else pl.col(name)


def refuse_another_header(path: Path, frame: pl.DataFrame, columns: Collection[str]) -> None:
    """FileRefused where a line holds the names of the columns in another order: all below it would be misread."""
    texts = frame.select(cs.string() & cs.by_name(*columns, require_all=False))
    names = texts.columns
    if len(names) < 2:
        return
    held = [_in_one_line(name).str.to_lowercase() for name in names]
    texts = texts.filter(held[0].is_in(names))  # few lines are left for the other columns
    of_names = pl.all_horizontal(one.is_in(names) for one in held)
    in_place = pl.all_horizontal(one == name for one, name in zip(held, names, strict=True))
    if texts.select((of_names & ~in_place).fill_null(False).any()).item():
        raise refuse(path, f"{OTHER_HEADER}: save what each stands over as a file of its own")


def no_records(frame: pl.DataFrame, broken: pl.DataFrame, columns: frozenset[str]) -> pl.DataFrame:
    """The lines that are no records, schema BROKEN: of the columns that are read all hold their name, or nothing.

    broken      the batch's own: a line with a broken cell holds something
    """
    texts = frame.select("line", cs.string() & cs.by_name(*columns, require_all=False))
    if texts.width == 1 or texts.width <= len(columns):
        return broken.clear()
    names = texts.columns[1:]
    again = pl.all_horizontal(_in_one_line(name).str.to_lowercase() == name for name in names)
    bare = pl.all_horizontal(pl.col(names).is_null()) & ~pl.col("line").is_in(broken["line"].implode())
    reason = pl.when(again).then(pl.lit(HEADER_AGAIN)).when(bare).then(pl.lit(EMPTY)).alias("reason")
    found = texts.select("line", reason).drop_nulls("reason")
    return found.select("line", *broken_line(pl.col("reason"))).cast(broken.schema)

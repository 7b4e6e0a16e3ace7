"""Who a line is of, and in which coach: columns that a profile has told line by line, by the first way that holds any.

What stands in the way that is taken is read as that way says, and is a flaw where it cannot be: a document that is none
does not give way to a phone. So keys come out of here as records have them, and flaws as broken cells. A person has a
document and a phone; of coaches a ticket has one, and two ways that name two are a flaw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from tracing.intake.profiles.fitting import Place
from tracing.intake.profiles.sorts import reader_of
from tracing.intake.tables import BROKEN
from tracing.intake.values import as_text, value_class
from tracing.model import Column

DIFFERENT = "two different ones in one line"


@dataclass
class Keys:
    """The keys of one column, and how they were come by.

    values      one per line of the batch; null where no way holds anything, or what it holds is a flaw
    broken      schema BROKEN, by the column of the kind: what could not be read, in the way that the line is told by
    otherwise   header of a way that is not the first -> the lines that it tells
    """

    values: pl.Series
    broken: pl.DataFrame
    otherwise: dict[str, pl.Series] = field(default_factory=dict)


def keys_by_line(column: Column, ways: Sequence[Place], frame: pl.DataFrame, broken: pl.DataFrame) -> Keys:
    """The keys of the lines in a frame.

    column      the column of the kind
    ways        where the file has it, in the order in which they are asked; each a single column
    broken      the batch's own, by the columns of the file: such a cell holds something
    """
    name, of_people = column.name, column.label == "person"
    found = Keys(pl.Series(name, [None], pl.String).new_from_index(0, frame.height), BROKEN.to_frame())
    open_lines = pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True)
    for place in ways:
        asked = frame["line"].filter(open_lines)
        cells = broken.filter(pl.col("column") == place.names[0], pl.col("line").is_in(asked.implode()))
        unread = frame["line"].is_in(cells["line"].implode())
        given = as_text(frame[place.names[0]])
        texts = given.set(~open_lines | unread, None)
        values, reasons = reader_of(place.field)(texts)
        if not of_people:
            reasons = reasons.fill_null(_differences(found.values, reader_of(place.field)(given)[0]))
        found.values = found.values.fill_null(values)
        found.broken = pl.concat([found.broken, cells, _flaws(frame["line"], place, given, reasons)])
        if of_people and place is not ways[0]:
            found.otherwise[place.headers[0]] = frame["line"].filter(values.is_not_null())
        open_lines &= texts.is_null() & ~unread
    found.broken = found.broken.with_columns(pl.lit(name).alias("column"))
    return found


def _differences(told: pl.Series, by_this: pl.Series) -> pl.Series:
    """The reason where an earlier way told another value."""
    return pl.select(pl.when((told != by_this).fill_null(False)).then(pl.lit(DIFFERENT))).to_series()


def _flaws(lines: pl.Series, place: Place, texts: pl.Series, reasons: pl.Series) -> pl.DataFrame:
    cells = pl.DataFrame({"line": lines, "text": texts, "reason": reasons.cast(pl.String)}).drop_nulls("reason")
    column = pl.lit(place.names[0]).alias("column")
    return cells.select("line", column, value_class("text").alias("value_class"), "reason").cast(BROKEN)

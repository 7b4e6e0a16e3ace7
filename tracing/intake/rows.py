"""A batch of lines -> records of one kind | rejects: every line is in exactly one of the two.

Records have the columns of the kind, typed, instants in UTC and positions in WGS 84; the keys of persons, plates,
households and devices are still the source's. Source: specification, "Records that come in".
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import polars as pl

from tracing.intake.coordinates import to_wgs84
from tracing.intake.impossible import impossible
from tracing.intake.tables import BROKEN, Batch
from tracing.intake.values import Flaw, Reader, as_text, flaws, read_values, value_class
from tracing.model import SYSTEMS, Kind

REJECTS = BROKEN
"""One row per rejected line: line, column (null where the line is no record), value class, reason."""


def read_rows(
    kind: Kind,
    batch: Batch,
    zone: str,
    crs: str | None = None,
    now: datetime | None = None,
    readers: Mapping[str, Reader] = MappingProxyType({}),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records and rejects of a batch, both in the order of their lines.

    zone     IANA name of the zone that instants without an offset are read in
    crs      the file's coordinate system, for rows that name none; default `wgs84`
    now      when the file came; None: an observation may be of any time
    readers  how some columns are read first, before what comes of it is held against the kind's types and ranges
    kept     `line` and the kind's columns in the model's order without `crs`; absent columns are null
    rejects  schema REJECTS, for each line its first flaw: broken cells, then the columns in the model's order,
             then what two columns say together
    """
    broken = _broken_lines(kind, batch)
    given = _given(kind, batch.frame if broken.is_empty() else batch.frame.filter(~_is_one_of(broken)))
    read, unreadable = _read(given, readers)
    values = read.select("line", *(read_values(column, read[column.name], zone) for column in kind.columns))
    found = _flaws(kind, read, values, unreadable, now)
    if found:
        first = _first_flaw(found)
        values = values.filter(first.is_null())
        broken = pl.concat([broken, _rejects(given, found, first)])
    return (_in_wgs84(values, crs) if "crs" in kind.names else values), broken.sort("line")


def _broken_lines(kind: Kind, batch: Batch) -> pl.DataFrame:
    """One row per line that is no record, or whose cell in a column of the kind is broken."""
    if batch.broken.is_empty():
        return batch.broken
    concerned = pl.col("column").is_null() | pl.col("column").is_in(kind.names)
    return batch.broken.filter(concerned).unique("line", keep="first", maintain_order=True)


def _is_one_of(broken: pl.DataFrame) -> pl.Expr:
    return pl.col("line").is_in(broken["line"].implode())


def _given(kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
    absent = (pl.lit(None, pl.String).alias(name) for name in kind.names if name not in frame.columns)
    return frame.with_columns(absent).select("line", *kind.names)


def _read(given: pl.DataFrame, readers: Mapping[str, Reader]) -> tuple[pl.DataFrame, dict[str, list[Flaw]]]:
    """The columns as their readers read them, and what these could not read, by column."""
    unreadable = {}
    for name, reader in readers.items():
        values, reasons = reader(given[name])
        given = given.with_columns(values.alias(name))
        told = reasons.drop_nulls().unique(maintain_order=True)
        unreadable[name] = [(name, reason, reasons == reason) for reason in told]
    return given, unreadable


def _flaws(
    kind: Kind,
    given: pl.DataFrame,
    values: pl.DataFrame,
    unreadable: Mapping[str, list[Flaw]],
    now: datetime | None,
) -> list[Flaw]:
    """What is wrong in some row, the first to be told first."""
    possible = [
        flaw
        for column in kind.columns
        for flaw in unreadable.get(column.name, []) + flaws(column, given[column.name], values[column.name])
    ]
    return [flaw for flaw in (*possible, *impossible(kind, values, now)) if flaw[2].any()]


def _first_flaw(found: list[Flaw]) -> pl.Series:
    """Per row the position of its first flaw; null where there is none."""
    masks = pl.DataFrame({str(at): rows for at, (_, _, rows) in enumerate(found)})
    return masks.select(pl.coalesce(pl.when(str(at)).then(at) for at in range(len(found)))).to_series()


def _rejects(given: pl.DataFrame, found: list[Flaw], first: pl.Series) -> pl.DataFrame:
    rows = given.filter(first.is_not_null())
    at = first.drop_nulls()
    columns = pl.Series([column for column, _, _ in found], dtype=pl.String).gather(at)
    reasons = pl.Series([reason for _, reason, _ in found], dtype=pl.String).gather(at)
    texts = rows.select("line", *(as_text(rows[name]) for name in columns.unique()))
    classes = (pl.when(pl.col("flawed") == name).then(value_class(name)) for name in columns.unique())
    return texts.with_columns(flawed=columns).select(
        "line",
        column="flawed",
        value_class=pl.coalesce(*classes, pl.lit(None, pl.String)),
        reason=reasons,
    )


def _in_wgs84(kept: pl.DataFrame, crs: str | None) -> pl.DataFrame:
    told = kept["crs"].null_count() < len(kept)
    if not told and crs in (None, SYSTEMS[0]):
        return kept.drop("crs")
    return to_wgs84(kept.with_columns(pl.col("crs").fill_null(crs or SYSTEMS[0])))

"""Records as frames: what a screen expects, made from what a notebook has.

A kind that is absent is empty, an optional column that is absent is unknown, and rows without a `record` are
numbered. Instants without a zone are UTC.
"""

from collections.abc import Mapping

import polars as pl

from tracing.errors import UsageError
from tracing.model import KINDS, Kind
from tracing.times import INSTANT

TYPES = {
    "text": pl.String,
    "instant": INSTANT,
    "closing": INSTANT,
    "number": pl.Float64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


def complete(records: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every kind as a frame with its stored columns, typed, and `record`.

    records     kind -> frame; instants as polars datetimes or dates, positions in WGS 84
    Errors: UsageError for an unknown kind, a required column that is absent, or a type that does not fit.
    """
    unknown = sorted(set(records) - set(KINDS))
    if unknown:
        raise UsageError(f"{unknown[0]}: no kind of records; there are {', '.join(KINDS)}")
    return {name: typed(kind, records.get(name)) for name, kind in KINDS.items()}


def typed(kind: Kind, rows: pl.DataFrame | None) -> pl.DataFrame:
    """One kind as `complete` has it; None: there are no records of it."""
    schema = {name: TYPES[kind.column(name).type] for name in kind.stored} | {"record": pl.Int64}
    if rows is None:
        return pl.DataFrame(schema=schema)
    absent = [name for name in schema if name not in rows.columns]
    for name in absent:
        if name != "record" and kind.column(name).required:
            raise UsageError(f"{kind.name}: column {name} must be there")
    numbers = pl.int_range(pl.len(), dtype=pl.Int64)
    added = [(numbers if name == "record" else pl.lit(None)).alias(name) for name in absent]
    return rows.with_columns(added).select(_column(kind, rows, name, dtype) for name, dtype in schema.items())


def _column(kind: Kind, rows: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    given = rows.schema.get(name, pl.Null)
    if dtype != INSTANT:
        return pl.col(name).cast(dtype)
    if isinstance(given, pl.Datetime):
        at = pl.col(name).dt.cast_time_unit("ms")
        return at.dt.convert_time_zone("UTC") if given.time_zone else at.dt.replace_time_zone("UTC")
    if given in (pl.Date, pl.Null):
        return pl.col(name).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    raise UsageError(f"{kind.name}: column {name} must hold instants")

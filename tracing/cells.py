"""Cells: tracks as stays in the cells of a metric grid.

source: specification, "cell". Rows are bands of `cell_m` metres of latitude; the columns of a row are as wide at its
southern edge. A move is cut where it enters another cell, to the nearest millisecond.
"""

import math
from fractions import Fraction

import polars as pl

from tracing.grid import EARTH_RADIUS_M


def cell_stays(moves: pl.DataFrame, cell_m: float) -> pl.DataFrame:
    """The stays of moves in cells.

    moves       as `tracks.moves` gives them
    returns     person_id, row, column, started_at, finished_at (ms), records: one row per move and cell it crosses
    """
    rows = EARTH_RADIUS_M * math.pi / 180 / cell_m
    legs = moves.with_columns(enters=pl.lit(0.0), leaves=pl.lit(1.0))
    legs = _cut(legs, pl.col("latitude_0") * rows, pl.col("latitude_1") * rows)
    row = _between(pl.col("latitude_0") * rows, pl.col("latitude_1") * rows)
    legs = legs.with_columns(row=row.floor().cast(pl.Int64))
    turns = (pl.col("longitude_0") + 180) / 360, (pl.col("longitude_1") + 180) / 360
    legs = _cut(legs, *turns)
    turn = _between(*turns).floor() * 360
    wide = rows * (pl.col("row") * (cell_m / EARTH_RADIUS_M)).cos()
    columns = (pl.col("longitude_0") - turn) * wide, (pl.col("longitude_1") - turn) * wide
    legs = _cut(legs.with_columns(column_0=columns[0], column_1=columns[1]), pl.col("column_0"), pl.col("column_1"))
    column = _between(pl.col("column_0"), pl.col("column_1")).floor().cast(pl.Int64)
    duration = pl.col("finished_at") - pl.col("started_at")
    first, last = ((pl.col(share) * duration + 0.5).floor().cast(pl.Int64) for share in ("enters", "leaves"))
    return legs.select(
        "person_id",
        "row",
        column.alias("column"),
        (pl.col("started_at") + first).alias("started_at"),
        (pl.col("started_at") + last).alias("finished_at"),
        pl.concat_list("record_0", "record_1").alias("records"),
    ).filter(pl.col("started_at") < pl.col("finished_at"))


def dwellers(stays: pl.DataFrame, begin: int, end: int, more_than_ms: Fraction) -> pl.DataFrame:
    """Who was in which cell for more than so long altogether between two instants (ms): person_id, row, column."""
    inside = pl.min_horizontal("finished_at", pl.lit(end)) - pl.max_horizontal("started_at", pl.lit(begin))
    total = stays.group_by("person_id", "row", "column").agg(inside.clip(0).sum().alias("dwelt_ms"))
    return total.filter(pl.col("dwelt_ms") > math.floor(more_than_ms)).drop("dwelt_ms")


def where_someone_dwells(met: pl.DataFrame, dwellers: pl.DataFrame, who: str) -> pl.DataFrame:
    """The meetings in cells where `either` of the two dwells, `both` do, or the `person` does who was met."""
    source = {"left_on": ["source_id", "row", "column"], "right_on": ["person_id", "row", "column"]}
    at_home = met.join(dwellers, how="semi", **source)
    chosen = {"either": met.join(dwellers, how="anti", **source), "both": at_home, "person": met}[who]
    chosen = chosen.join(dwellers, on=["person_id", "row", "column"], how="semi")
    return pl.concat([at_home, chosen]) if who == "either" else chosen


def _cut(legs: pl.DataFrame, begins: pl.Expr, ends: pl.Expr) -> pl.DataFrame:
    """The legs cut where a value that goes evenly from `begins` to `ends` over the whole move passes whole numbers."""
    least, most = pl.min_horizontal("from", "to").ceil(), pl.max_horizontal("from", "to").floor()
    crossings = (pl.col("edge") - pl.col("from")) / (pl.col("to") - pl.col("from"))
    inside = (pl.col("cut") > pl.col("enters")) & (pl.col("cut") < pl.col("leaves"))
    numbered = legs.with_row_index("leg").with_columns(begins.alias("from"), ends.alias("to"))
    edges = numbered.with_columns(edge=pl.int_ranges(least.cast(pl.Int64), most.cast(pl.Int64) + 1))
    edges = edges.explode("edge").with_columns(cut=crossings)
    cuts = edges.filter(inside.fill_null(False)).select("leg", "cut").unique()
    starts = pl.concat([numbered.select("leg", pl.col("enters").alias("cut")), cuts]).sort("leg", "cut")
    starts = starts.with_columns(next_cut=pl.col("cut").shift(-1).over("leg"))
    parts = starts.join(numbered, on="leg", maintain_order="left").with_columns(
        enters=pl.col("cut"), leaves=pl.coalesce("next_cut", "leaves")
    )
    return parts.drop("leg", "from", "to", "cut", "next_cut")


def _between(begins: pl.Expr, ends: pl.Expr) -> pl.Expr:
    """The value in the middle of a leg."""
    return begins + (ends - begins) * (pl.col("enters") + pl.col("leaves")) / 2

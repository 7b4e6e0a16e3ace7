"""Whereabouts: who was in which cell in which hour, and so whose moves could come near whose.

It may propose too much and never too little. All pieces of a person's moves in one cell and one hour make one row
with the box around them. A source looks into every cell within reach of its own pieces, so sources and others meet
by an equality of keys.

whereabouts     person_id (a pseudonym or a number), key (cell and hour), from_ms, to_ms, south, north, west, east
                (degrees, the box around the pieces), one row per person and key
cost            O(n + k): n pieces of moves, k pairs of people in one cell in one hour
source          specification, "track"
"""

import math
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import polars as pl

from tracing.grid import FIRST_HOUR, Grid, Pieces, hour_of, reach, sideways
from tracing.times import HOUR

CELL_M = 100.0
FARTHEST = 20_000
"""A source's move that would look into more cells than these is held against everybody in its hours."""

_BOX = ("south", "north", "west", "east")
WHEREABOUTS = {
    "person_id": pl.String,
    "key": pl.UInt64,
    "from_ms": pl.Int64,
    "to_ms": pl.Int64,
    **dict.fromkeys(_BOX, pl.Float64),
}
_CELLS_AT_ONCE = 40_000


class Whereabouts(Protocol):
    """The whereabouts of everybody, wherever they are kept, in cells of `cell_m` metres."""

    cell_m: float

    def at(self, keys: pl.Series) -> pl.DataFrame:
        """The rows of some cells and hours."""
        ...

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        """All rows of some hours, as `hour_of` tells them."""
        ...


class Held:
    """The whereabouts of moves in memory."""

    def __init__(self, moves: pl.DataFrame, cell_m: float):
        self.cell_m = cell_m
        self._rows = whereabouts(moves, cell_m)

    def at(self, keys: pl.Series) -> pl.DataFrame:
        return self._rows.join(keys.alias("key").to_frame(), on="key", how="semi")

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        return self._rows.filter(hour_of(pl.col("key")).is_in(hours.implode()))


def cell_for(within_m: float) -> float:
    """A cell that suits a distance: a hundred metres, doubled until the distance fits in."""
    return CELL_M * 2 ** math.ceil(math.log2(max(within_m, CELL_M) / CELL_M))


def whereabouts(moves: pl.DataFrame, cell_m: float = CELL_M) -> pl.DataFrame:
    """The whereabouts of moves (as `tracks.moves` gives them), in cells of so many metres."""
    grid = Grid(cell_m)
    parts = [pl.DataFrame(schema=WHEREABOUTS | {"person_id": moves.schema["person_id"]})]
    for part in shares(moves, cell_m):
        pieces = grid.pieces(part)
        short, long = pieces.where(~pieces.long), pieces.where(pieces.long)
        stood = [(short, *grid.touched(short)), (long, *grid.anywhere(long))]
        parts.append(_grouped(part["person_id"], stood).drop("farthest"))
    return pl.concat(parts)


def shares(moves: pl.DataFrame, cell_m: float) -> Iterator[pl.DataFrame]:
    """The moves in their order, about `_CELLS_AT_ONCE` cells at a time: a file's positions may lie anywhere."""
    farther = pl.max_horizontal((pl.col(f"{axis}_1") - pl.col(f"{axis}_0")).abs() for axis in ("latitude", "longitude"))
    cells = (1 + farther / reach(cell_m)).clip(1, _CELLS_AT_ONCE)
    share = moves.select((cells.cum_sum() // _CELLS_AT_ONCE).alias("share"))
    start = 0
    for (count,) in share.group_by("share", maintain_order=True).len().select("len").iter_rows():
        yield moves.slice(start, count)
        start += count


def candidates(sources: pl.DataFrame, others: Whereabouts, within_m: float) -> pl.DataFrame:
    """Who may come within `within_m` metres of a source, and when at the earliest and the latest in each hour.

    sources     moves of the people the search starts from
    returns     source_id, person_id, from_ms, to_ms: one row per pair and hour, in no order
    """
    grid = Grid(others.cell_m)
    pieces = grid.pieces(sources, within_m, FARTHEST)
    short, long = pieces.where(~pieces.long), pieces.where(pieces.long)
    # Others on long moves stand in no cell: each source looks for them as well.
    looked = _grouped(sources["person_id"], [(short, *grid.touched(short, within_m)), (short, *grid.anywhere(short))])
    near = [_meeting(looked, others.at(looked["key"].unique()), within_m, pl.col("key"))]
    if pieces.long.any():
        far = _grouped(sources["person_id"], [(long, *grid.anywhere(long))])
        everybody = others.in_hours(far.select(hour_of(pl.col("key")).unique())["key"])
        near.append(_meeting(far, everybody, within_m, hour_of(pl.col("key"))))
    by_hour = pl.concat(near).group_by("source_id", "person_id", pl.col("from_ms").alias("hour") // HOUR)
    return by_hour.agg(pl.col("from_ms").min(), pl.col("to_ms").max()).drop("hour").collect()


def _grouped(people: pl.Series, stood: list[tuple[Pieces, np.ndarray, np.ndarray]]) -> pl.DataFrame:
    """Pieces by person and key, with `farthest`, their moves' greatest latitude.

    people      of each move
    stood       pieces, and for every cell and hour of theirs the place of the piece and the key
    """
    ids = people if people.dtype.is_integer() else people.cast(pl.Categorical)
    parts = []
    for pieces, at, key in stood:
        theirs = pieces.where(at)
        columns = {name: getattr(theirs, name) for name in ("from_ms", "to_ms", *_BOX, "farthest")}
        parts.append(pl.DataFrame({"key": key, **columns}).with_columns(ids.gather(theirs.move)))
    begin = (hour_of(pl.col("key")).cast(pl.Int64) + FIRST_HOUR) * HOUR
    in_hour = pl.concat(parts).with_columns(
        from_ms=pl.max_horizontal("from_ms", begin), to_ms=pl.min_horizontal("to_ms", begin + HOUR)
    )
    least, most = ("from_ms", "south", "west"), ("to_ms", "north", "east", "farthest")
    rows = in_hour.group_by("person_id", "key").agg(pl.col(least).min(), pl.col(most).max())
    return rows.cast({"person_id": people.dtype}).select(*WHEREABOUTS, "farthest")


def _meeting(looked: pl.DataFrame, others: pl.DataFrame, within_m: float, on: pl.Expr) -> pl.LazyFrame:
    """Pairs that share some time and whose boxes come near enough: source_id, person_id, from_ms, to_ms."""
    own = looked.lazy().rename({"person_id": "source_id"}).with_columns(on=on)
    both = own.join(others.lazy().with_columns(on=on), on="on", suffix="_2").filter(
        pl.col("source_id") != pl.col("person_id"),
        pl.col("from_ms") < pl.col("to_ms_2"),
        pl.col("from_ms_2") < pl.col("to_ms"),
        pl.col("south") - reach(within_m) <= pl.col("north_2"),
        pl.col("south_2") <= pl.col("north") + reach(within_m),
    )
    farthest = pl.max_horizontal("farthest", pl.col("south_2").abs(), pl.col("north_2").abs())
    along = farthest.map_batches(lambda most: pl.Series(sideways(most.to_numpy(), within_m)), return_dtype=pl.Float64)
    apart = (pl.col("west") + pl.col("east") - pl.col("west_2") - pl.col("east_2")) / 2
    half = (pl.col("east") - pl.col("west") + pl.col("east_2") - pl.col("west_2")) / 2
    near = (apart - 360 * ((apart + 180) / 360).floor()).abs() <= half + along
    return both.filter(near).select(
        "source_id",
        "person_id",
        from_ms=pl.max_horizontal("from_ms", "from_ms_2"),
        to_ms=pl.min_horizontal("to_ms", "to_ms_2"),
    )

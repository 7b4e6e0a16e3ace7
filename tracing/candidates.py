"""Which moves could come near which: a space-time grid that may propose too much and never too little.

Every move is chopped into pieces no longer than a time slot and no larger than a cell; a piece stands in the
one slot and cell where it begins. A probe's piece looks into every slot and cell from which a piece could
reach it, so each pair of pieces is met once, by an equality join. Moves of more than `LONG` cells (a jump of a
position, an aircraft) are few: they stand in their time slot only.

Rows are bands of latitude; each band is cut into whole columns, so the grid closes at the 180th meridian.
cost: O(n + k), n pieces of all moves, k pieces in the cells that the probes cross.
"""

import math

import polars as pl

EARTH_RADIUS_M = 6_371_008.8
"""The radius of the specification's local plane."""

CELL_M = 100.0
LONG = 256
LONG_DEGREES = 0.9
_ROUNDING_MS = 1
_METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180


def candidates(probes: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Pairs of a probe's move and another person's that may come within `within_m` metres.

    probes, moves   moves as `tracks.moves` gives them, each with its number `move`
    returns         `probe`, `move`: each pair once, in no order
    """
    if probes.is_empty() or moves.is_empty():
        return pl.DataFrame(schema={"probe": pl.UInt32, "move": pl.UInt32})
    grid = _Grid(moves, within_m)
    asked, stood = grid.pieces(probes).rename({"move": "probe"}), grid.pieces(moves)
    near = grid.looks(asked.filter(~pl.col("long"))).lazy()
    everywhen = grid.slots(asked).lazy()
    found = [
        near.join(grid.placed(stood.filter(~pl.col("long"))).lazy(), on=["slot", "row", "column"], suffix="_2"),
        everywhen.join(stood.filter(pl.col("long")).lazy(), on="slot", suffix="_2"),
        everywhen.filter(pl.col("long")).join(stood.filter(~pl.col("long")).lazy(), on="slot", suffix="_2"),
    ]
    pairs = pl.concat([pair.filter(grid.could_meet()).select("probe", "move") for pair in found])
    return pairs.unique().collect(engine="streaming")


class _Grid:
    """The cells and slots for one set of moves and one distance."""

    def __init__(self, moves: pl.DataFrame, within_m: float):
        self.within_m = within_m
        self.cell_m = max(CELL_M, 2 * within_m)
        mean = moves.select((pl.col("finished_at") - pl.col("started_at")).mean()).item()
        self.slot_ms = max(1000, math.ceil(mean)) + 2 * _ROUNDING_MS
        self.height = self.cell_m / _METRES_PER_DEGREE
        self.reach = 1.001 * within_m / _METRES_PER_DEGREE

    def columns(self, row: pl.Expr) -> pl.Expr:
        """How many columns a row has: whole ones, each at least a cell wide somewhere in the row."""
        nearest = pl.min_horizontal(row.abs(), (row + 1).abs()).cast(pl.Float64) * self.height
        around = 360 * _METRES_PER_DEGREE * nearest.clip(0, 90).radians().cos()
        return (around / self.cell_m).floor().clip(1).cast(pl.Int64)

    def row(self, latitude: pl.Expr) -> pl.Expr:
        return (latitude / self.height).floor().cast(pl.Int64)

    def pieces(self, moves: pl.DataFrame) -> pl.DataFrame:
        """Every move chopped: move, slot, long, and each piece's box (ms; degrees)."""
        north, east = pl.col("latitude_1") - pl.col("latitude_0"), pl.col("longitude_1") - pl.col("longitude_0")
        equatorward = pl.min_horizontal(pl.col("latitude_0").abs(), pl.col("latitude_1").abs())
        equatorward = pl.when(pl.col("latitude_0") * pl.col("latitude_1") < 0).then(0).otherwise(equatorward)
        width = 360 / self.columns(self.row(equatorward))
        cells = pl.max_horizontal(north.abs() / self.height, east.abs() / width).ceil()
        slots = ((pl.col("finished_at") - pl.col("started_at")) / (self.slot_ms - 2 * _ROUNDING_MS)).ceil()
        long = (cells > LONG) | (north.abs() > LONG_DEGREES)
        n = pl.max_horizontal(pl.when(long).then(1).otherwise(cells), slots).clip(1).cast(pl.Int64)
        chopped = moves.with_columns(long=long, north=north, east=east, n=n)
        chopped = chopped.with_columns(k=pl.int_ranges(0, pl.col("n"))).explode("k")
        duration = pl.col("finished_at") - pl.col("started_at")
        begin, end = pl.col("k") / pl.col("n"), (pl.col("k") + 1) / pl.col("n")
        lat = [pl.col("latitude_0") + pl.col("north") * f for f in (begin, end)]
        lon = [pl.col("longitude_0") + pl.col("east") * f for f in (begin, end)]
        from_ms = pl.col("started_at") + (duration * pl.col("k")) // pl.col("n")
        return chopped.select(
            "move",
            "long",
            (from_ms // self.slot_ms).alias("slot"),
            from_ms.alias("from_ms"),
            (pl.col("started_at") + -(-(duration * (pl.col("k") + 1)) // pl.col("n"))).alias("to_ms"),
            pl.min_horizontal(lat).alias("south"),
            pl.max_horizontal(lat).alias("north"),
            pl.min_horizontal(lon).alias("west"),
            pl.max_horizontal(lon).alias("east"),
        )

    def placed(self, pieces: pl.DataFrame) -> pl.DataFrame:
        """Each piece with the row and column in which its south-western corner lies."""
        west = (pl.col("west") + 180) / 360
        columns = self.columns(pl.col("row"))
        return pieces.with_columns(row=self.row(pl.col("south"))).with_columns(
            column=((west * columns).floor().cast(pl.Int64) % columns)
        )

    def slots(self, pieces: pl.DataFrame) -> pl.DataFrame:
        """Each piece in all the slots in which a piece that shares time with it may begin."""
        first, last = (pl.col("from_ms") // self.slot_ms) - 1, pl.col("to_ms") // self.slot_ms
        return pieces.with_columns(slot=pl.int_ranges(first, last + 1)).explode("slot")

    def looks(self, pieces: pl.DataFrame) -> pl.DataFrame:
        """Each piece in all the slots and cells from which another piece may reach it."""
        first = self.row(pl.col("south") - self.reach) - 1
        rows = pieces.with_columns(row=pl.int_ranges(first, self.row(pl.col("north") + self.reach) + 1)).explode("row")
        columns = self.columns(pl.col("row"))
        begin = ((pl.col("west") - self.sideways() + 180) / 360 * columns).floor().cast(pl.Int64) - 1
        end = ((pl.col("east") + self.sideways() + 180) / 360 * columns).floor().cast(pl.Int64)
        end = pl.min_horizontal(end, begin + columns - 1)
        cells = rows.with_columns(column=pl.int_ranges(begin, end + 1), columns=columns).explode("column")
        return self.slots(cells.with_columns(column=pl.col("column") % pl.col("columns")).drop("columns"))

    def sideways(self) -> pl.Expr:
        """How many degrees of longitude `within_m` may span near a piece.

        The local plane takes its latitude from the four ends of the two moves, which lie within a degree of
        where pieces of moves that are not long meet.
        """
        farthest = pl.max_horizontal(pl.col("south").abs(), pl.col("north").abs()) + 1 + self.reach
        return (self.reach / farthest.clip(0, 90).radians().cos()).clip(0, 180)

    def could_meet(self) -> pl.Expr:
        """Pieces share some time, and their boxes come near enough; long ones are only held against time."""
        time = (pl.col("from_ms") < pl.col("to_ms_2")) & (pl.col("from_ms_2") < pl.col("to_ms"))
        north = (pl.col("south") - self.reach <= pl.col("north_2")) & (
            pl.col("south_2") <= pl.col("north") + self.reach
        )
        apart = (pl.col("west") + pl.col("east") - pl.col("west_2") - pl.col("east_2")) / 2
        apart = (apart - 360 * ((apart + 180) / 360).floor()).abs()
        half = (pl.col("east") - pl.col("west") + pl.col("east_2") - pl.col("west_2")) / 2
        near = north & (apart <= half + self.sideways())
        return time & (near | pl.col("long") | pl.col("long_2"))

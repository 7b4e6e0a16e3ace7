"""Merged areas of a sheet: what their first cell holds, for the rows below it as well, where the layout says so.

Only the column in which an area begins is filled, and only cells that hold nothing themselves. In other columns such
a cell is broken: whether it means the value above or none, the sheet does not tell.
"""

from collections.abc import Collection, Iterable

import numpy as np
import polars as pl

from tracing.intake.sheet_cells import CELLS, Area

MERGED = "merged with the cell above: the file must hold the value itself"


class Merged:
    """The merged areas that begin in some columns, met in the order of their rows; `repeated`: columns to fill."""

    def __init__(self, areas: Iterable[Area], columns: Iterable[int], repeated: Collection[int]):
        wanted, self._repeated = set(columns), set(repeated)
        self._areas = sorted(one for one in areas if one.left in wanted and one.bottom > one.top)
        self._above = CELLS.to_frame()

    def filled(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The cells of the next rows, and those that a merged area leaves empty among them."""
        if not self._areas or cells.is_empty():
            return cells
        known = pl.concat([self._above, cells])
        added = [self._below(at, cells, known) for at in {area.left for area in self._areas}]
        tops = [area.top for area in self._areas if area.bottom > cells["line"][-1]]
        self._above = known.filter(pl.col("line").is_in(tops))
        return pl.concat([cells, *added]).sort("line", "at")

    def _below(self, at: int, cells: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
        """The cells of one column that are empty but lie in an area."""
        tops, bottoms = np.array([(one.top, one.bottom) for one in self._areas if one.left == at]).T
        lines = cells["line"].unique(maintain_order=True).to_numpy()
        area = np.searchsorted(tops, lines, "right") - 1
        within = (area >= 0) & (lines <= bottoms[area])
        empty = pl.DataFrame({"line": lines[within], "top": tops[area[within]]}).filter(pl.col("line") > pl.col("top"))
        empty = empty.join(cells.filter(at=at), on="line", how="anti")
        first = known.filter(at=at).select("at", "text", "flaw", top="line")
        if at not in self._repeated:
            first = first.with_columns(text=pl.lit(None, pl.String), flaw=pl.lit(MERGED))
        return empty.join(first, on="top").select(CELLS.names())

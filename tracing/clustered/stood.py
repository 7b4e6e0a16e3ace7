"""The whereabouts that the copy gets for fixes: those of every move that begins or ends with one of them.

A fix that comes late changes the moves on either side of it; the whereabouts of the move that it cuts in two stay, and
propose a little too much.
"""

import numpy as np
import polars as pl

from tracing import tracks
from tracing.clustered import rows
from tracing.clustered.copy import ACCURACY_M, FIXES, GAP_MINUTES, Copy
from tracing.clustered.order import order
from tracing.clustered.segments import stacked
from tracing.grid import Grid, cell_parts
from tracing.times import MINUTE
from tracing.whereabouts import CELL_M, shares

_GAP = round(GAP_MINUTES * MINUTE)
_AT_ONCE = 40_000
"""About how many fixes are worked on together, in whole tracks."""
_NOWHERE = np.empty(0, rows.WHEREABOUTS)


def stood_new(new: np.ndarray, copy: Copy) -> np.ndarray:
    """The whereabouts, as rows, that new fixes (rows sorted by key, not in the copy yet) bring."""
    return _sorted([_NOWHERE, *(_stood_new(part, copy) for part in rows.whole_people(new, _AT_ONCE))])


def _stood_new(new: np.ndarray, copy: Copy) -> np.ndarray:
    among = _moves(rows.fixes_from_rows(new))
    near = new.take(np.flatnonzero(copy.meanwhile(FIXES, *rows.seconds_about(new["key"], _GAP))))
    if not len(near):
        return stood(among)
    fixes = rows.fixes_from_rows(near)
    there = _around(fixes, copy)
    fresh = fixes["record"].implode()
    beside = _moves(pl.concat([there, fixes])).filter(
        pl.col("record_0").is_in(fresh) != pl.col("record_1").is_in(fresh)
    )
    return stood(pl.concat([among, beside]))


def stood_about(fixes: pl.DataFrame, copy: Copy) -> np.ndarray:
    """The whereabouts, as rows, of all moves about some fixes (person, a number; observed_at), from gap to gap."""
    return stood(_moves(_around(fixes, copy)))


def stood(moves: pl.DataFrame) -> np.ndarray:
    """The whereabouts of moves (`person_id` being a number), as rows."""
    grid, found = Grid(CELL_M), [_NOWHERE]
    for part in shares(moves, CELL_M):
        pieces = grid.pieces(part)
        at, key = grid.stood(pieces)
        person = part["person_id"].to_numpy()
        found.append(rows.one_per_person(rows.whereabouts_to_rows(person[pieces.move[at]], pieces.where(at), key)))
    return _sorted(found)


def _sorted(parts: list[np.ndarray]) -> np.ndarray:
    together = stacked(parts, _NOWHERE.dtype)
    return together.take(order(*cell_parts(together["key"])))


def _around(fixes: pl.DataFrame, copy: Copy) -> pl.DataFrame:
    at = pl.col("observed_at").dt.epoch("ms")
    return copy.fixes(fixes.select("person", from_ms=at - _GAP, to_ms=at + _GAP), _GAP)


def _moves(fixes: pl.DataFrame) -> pl.DataFrame:
    return tracks.moves(fixes.rename({"person": "person_id"}), GAP_MINUTES, ACCURACY_M)

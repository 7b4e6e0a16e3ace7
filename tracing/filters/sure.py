"""Sure fixes: those with which every other fix of their track agrees, so that what goes before them says nothing of
what comes after.

A fix is sure on the side of the past where, within `SILENCE` before it, no step is impossible, or every fix is near
enough: its coordinates in space differ by no more than `kmh` allows, and the errors of both, divided by `LOOSE`. On the
side of the future, likewise.

Every possible way of the most fixes (`tracing.filters.impossible_speed`) goes through a sure one: a way that passes it
by could be led through it, fix by fix where the steps are possible, at once where each is near enough, and would be
longer. So a track may be taken apart at sure fixes, and each part judged by itself.

cost    a few passes over the tracks in which a step is impossible
"""

import numpy as np
import polars as pl

from tracing.filters.track import METRES_PER_MS, SILENCE, errors_m, impossible_steps
from tracing.grid import EARTH_RADIUS_M

LOOSE = 2.75
"""A way along the earth is at most pi / 2 times the straight one, and that at most the root of 3 times the longest of
its three parts: 2.73."""

_DIRECTIONS = ("x", "y", "z", "-x", "-y", "-z")


def sure(fixes: pl.DataFrame, kmh: float) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are sure; told right of those from which `SILENCE` is in sight."""
    found, impossible, track = np.ones(len(fixes), bool), impossible_steps(fixes, kmh), fixes["track"].to_numpy()
    concerned = np.isin(track, np.unique(track[impossible]))
    if concerned.any():
        sides = _sides(fixes.filter(pl.Series(concerned)))
        back, steps = sides.reverse().with_columns(-pl.col("clock")), impossible[concerned]
        past = _agrees_with_past(sides, steps, kmh)
        future = _agrees_with_past(back, np.append(False, steps[:0:-1]), kmh)
        found[concerned] = past & future[::-1]
    return found


def _sides(fixes: pl.DataFrame) -> pl.DataFrame:
    """clock (ms; tracks follow on each other, farther apart than `SILENCE`), the error (metres, divided by `LOOSE`),
    and how far the position lies in each direction of space (metres).
    """
    since = pl.col("at") - pl.col("at").first().over("track")
    lasts = fixes.select(since.max()).item() + 2 * SILENCE
    lat, lon = (np.radians(fixes[name].to_numpy()) for name in ("latitude", "longitude"))
    space = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]) * EARTH_RADIUS_M
    far = dict(zip(_DIRECTIONS, map(pl.Series, (*space, *-space)), strict=True))
    clock = since + lasts * pl.col("track").rle_id().cast(pl.Int64)
    return fixes.select(clock=clock, error=pl.Series(errors_m(fixes) / LOOSE), **far)


def _agrees_with_past(sides: pl.DataFrame, impossible: np.ndarray, kmh: float) -> np.ndarray:
    """Which fixes are sure on the side of what stands before them; `impossible`: whether the step to a fix is."""
    clock, error = pl.col("clock"), pl.col("error")
    last = pl.when(pl.Series(impossible)).then(clock.shift()).forward_fill()
    quiet = (clock - last > SILENCE).fill_null(True)
    way = clock * (kmh * METRES_PER_MS / LOOSE)
    near = [
        (pl.col(side) + way - error).rolling_max_by("clock", f"{SILENCE}i", closed="both") <= pl.col(side) + way + error
        for side in _DIRECTIONS
    ]
    return sides.select(quiet | pl.all_horizontal(near)).to_series().to_numpy()

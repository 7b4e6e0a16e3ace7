"""Two people on the move: every stretch in which they are within `within_m` metres.

Candidates come from the grid; for each pair of straight moves the distance is a quadratic in time, so the
ends of a stretch are its exact roots, rounded to whole milliseconds. Arrays throughout, no loop per pair.

source: specification, "track". cost: O(n + k), n moves in the cells a probe crosses, k candidate pairs.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tracing.candidates import EARTH_RADIUS_M, candidates

MOTION = ("x", "y", "x_per_ms", "y_per_ms")
_RECORDS = ("record_0_a", "record_1_a", "record_0_b", "record_1_b")
ENCOUNTERS = {
    "source_id": pl.String,
    "person_id": pl.String,
    "started_at": pl.Int64,
    "finished_at": pl.Int64,
    "zero_at": pl.Int64,
    **dict.fromkeys(MOTION, pl.Float64),
    "records": pl.List(pl.Int64),
}
PASSAGES = {
    "source_id": pl.String,
    "person_id": pl.String,
    "zero_at": pl.Int64,
    "last_at": pl.Int64,
    **dict.fromkeys(MOTION, pl.Float64),
    **dict.fromkeys(_RECORDS, pl.Int64),
}
PROBES_AT_ONCE = 50_000
"""Moves of sources joined in one go: bounds the memory that their candidates take."""
_KEPT_BEYOND_M = 1.0


def encounters(sources: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Stretches of two moves within `within_m` metres of each other.

    sources     moves of the people the search starts from
    moves       moves of everybody
    returns     one row per pair of moves that meet, times in ms, half-open; position of the source as seen
                from the person at `zero_at` (metres) and its change (metres per ms); the fixes it rests on
    """
    parts = [stretches(part, within_m) for part in _passing(sources, moves, within_m)]
    return pl.concat([pl.DataFrame(schema=ENCOUNTERS), *parts])


def passages(sources: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Pairs of moves that come within `within_m` metres: at this distance and at every lesser one, `stretches` of
    them are the `encounters`.

    returns     one row per pair of moves, with the first and the last instant they share (ms), the relative motion
                from the first on, and the fixes; some pairs stay up to a metre farther apart, so that no rounding
                leaves one out
    """
    least = least_distance(pl.col("zero_at"), pl.col("last_at"))
    near = [part.filter(least <= within_m + _KEPT_BEYOND_M) for part in _passing(sources, moves, within_m)]
    return pl.concat([pl.DataFrame(schema=PASSAGES), *near])


def _passing(sources: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> Iterator[pl.DataFrame]:
    """The passages of all candidates, a part of the sources at a time."""
    if sources.is_empty():
        return
    begin, end = sources["started_at"].min(), sources["finished_at"].max()
    meanwhile = moves.filter(pl.col("finished_at") > begin, pl.col("started_at") < end)
    numbered = meanwhile.with_row_index("move")
    for probes in sources.iter_slices(PROBES_AT_ONCE):
        yield _passages_of(probes.with_row_index("move"), numbered, within_m)


def _passages_of(probes: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    pairs = candidates(probes, moves, within_m)
    a = probes[pairs["probe"]].rename(lambda name: f"{name}_a")
    b = moves[pairs["move"]].rename(lambda name: f"{name}_b")
    both = pl.concat([a, b], how="horizontal").filter(pl.col("person_id_a") != pl.col("person_id_b"))
    column = {name: both[name].to_numpy() for name in both.columns if both[name].dtype.is_numeric()}
    zero, last, motion = _relative_motion(column)
    return both.with_columns(
        both["person_id_a"].alias("source_id"),
        both["person_id_b"].alias("person_id"),
        pl.Series("zero_at", zero),
        pl.Series("last_at", last),
        *(pl.Series(name, values) for name, values in zip(MOTION, motion, strict=True)),
    ).select(list(PASSAGES))


def stretches(passing: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """The stretches of passages in which the two are within `within_m` metres, as `encounters` gives them."""
    zero = passing["zero_at"].to_numpy()
    motion = tuple(passing[name].to_numpy() for name in MOTION)
    begin, end = within(motion, passing["last_at"].to_numpy() - zero, within_m)
    return (
        passing.with_columns(
            started_at=pl.Series(zero + np.floor(begin + 0.5).astype(np.int64)),
            finished_at=pl.Series(zero + np.floor(end + 0.5).astype(np.int64)),
        )
        .filter(pl.col("started_at") < pl.col("finished_at"))
        .with_columns(records=pl.concat_list(_RECORDS))
        .select(list(ENCOUNTERS))
    )


def _relative_motion(c: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    """First and last shared instant of two moves, and how the first moves as seen from the second."""
    zero = np.maximum(c["started_at_a"], c["started_at_b"])
    last = np.minimum(c["finished_at_a"], c["finished_at_b"])
    middle = (c["latitude_0_a"] + c["latitude_1_a"] + c["latitude_0_b"] + c["latitude_1_b"]) / 4
    scale_y = np.radians(EARTH_RADIUS_M)
    scale_x = scale_y * np.cos(np.radians(middle))
    lat_a, north_a = _at(c, "latitude", "a", zero)
    lat_b, north_b = _at(c, "latitude", "b", zero)
    lon_a, east_a = _at(c, "longitude", "a", zero)
    lon_b, east_b = _at(c, "longitude", "b", zero)
    apart = lon_a - lon_b
    apart = apart - 360 * np.floor((apart + 180) / 360)
    return (
        zero,
        last,
        (scale_x * apart, scale_y * (lat_a - lat_b), scale_x * (east_a - east_b), scale_y * (north_a - north_b)),
    )


def _at(c: dict[str, np.ndarray], axis: str, side: str, instant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A coordinate of one side's move at an instant, and its change per millisecond."""
    begun = c[f"started_at_{side}"]
    per_ms = (c[f"{axis}_1_{side}"] - c[f"{axis}_0_{side}"]) / (c[f"finished_at_{side}"] - begun)
    return c[f"{axis}_0_{side}"] + per_ms * (instant - begun), per_ms


def within(motion: tuple[np.ndarray, ...], lasts: np.ndarray, within_m: float) -> tuple[np.ndarray, np.ndarray]:
    """When a relative motion is inside a circle: begin and end in ms from its zero, equal where it never is.

    Solves |p + v t| = r by the form of the quadratic that does not cancel.
    """
    x, y, vx, vy = motion
    a, b, c = vx * vx + vy * vy, x * vx + y * vy, x * x + y * y - within_m * within_m
    discriminant = b * b - a * c
    with np.errstate(divide="ignore", invalid="ignore"):
        q = -(b + np.copysign(np.sqrt(discriminant), b))
        roots = np.sort(np.stack([q / a, c / q]), axis=0)
    resting, never = a == 0, (discriminant < 0) | (c > 0) & (a == 0)
    begin = np.where(resting, 0, np.nan_to_num(roots[0], nan=0.0))
    end = np.where(resting, lasts, np.nan_to_num(roots[1], nan=0.0))
    begin, end = np.clip(begin, 0, lasts), np.clip(end, 0, lasts)
    return np.where(never, 0, begin), np.where(never, 0, end)


def least_distance(started_at: pl.Expr, finished_at: pl.Expr) -> pl.Expr:
    """The least distance (metres) of an encounter within the given part of it."""
    speed = pl.col("x_per_ms") ** 2 + pl.col("y_per_ms") ** 2
    nearest = -(pl.col("x") * pl.col("x_per_ms") + pl.col("y") * pl.col("y_per_ms")) / speed
    begin, end = (edge - pl.col("zero_at") for edge in (started_at, finished_at))
    at = pl.when(speed > 0).then(nearest).otherwise(begin).clip(begin, end)
    return ((pl.col("x") + pl.col("x_per_ms") * at) ** 2 + (pl.col("y") + pl.col("y_per_ms") * at) ** 2).sqrt()

"""Two people on the move: every stretch in which they are within `within_m` metres.

Candidates come from the grid; for each pair of straight moves the distance is a quadratic in time, so the
ends of a stretch are its exact roots, rounded to whole milliseconds. Arrays throughout, no loop per pair.

source: specification, "track". cost: O(n + k), n moves in the cells a probe crosses, k candidate pairs.
"""

import numpy as np
import polars as pl

from tracing.candidates import EARTH_RADIUS_M, candidates

ENCOUNTERS = {
    "source_id": pl.String,
    "person_id": pl.String,
    "started_at": pl.Int64,
    "finished_at": pl.Int64,
    "zero_at": pl.Int64,
    "x": pl.Float64,
    "y": pl.Float64,
    "x_per_ms": pl.Float64,
    "y_per_ms": pl.Float64,
    "records": pl.List(pl.Int64),
}
PROBES_AT_ONCE = 50_000
"""Moves of sources joined in one go: bounds the memory that their candidates take."""


def encounters(sources: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Stretches of two moves within `within_m` metres of each other.

    sources     moves of the people the search starts from
    moves       moves of everybody
    returns     one row per pair of moves that meet, times in ms, half-open; position of the source as seen
                from the person at `zero_at` (metres) and its change (metres per ms); the fixes it rests on
    """
    if sources.is_empty():
        return pl.DataFrame(schema=ENCOUNTERS)
    begin, end = sources["started_at"].min(), sources["finished_at"].max()
    meanwhile = moves.filter(pl.col("finished_at") > begin, pl.col("started_at") < end)
    numbered = meanwhile.with_row_index("move")
    parts = [_meet(probes.with_row_index("move"), numbered, within_m) for probes in sources.iter_slices(PROBES_AT_ONCE)]
    return pl.concat(parts)


def _meet(probes: pl.DataFrame, moves: pl.DataFrame, within_m: float) -> pl.DataFrame:
    pairs = candidates(probes, moves, within_m)
    a = probes[pairs["probe"]].rename(lambda name: f"{name}_a")
    b = moves[pairs["move"]].rename(lambda name: f"{name}_b")
    both = pl.concat([a, b], how="horizontal").filter(pl.col("person_id_a") != pl.col("person_id_b"))
    column = {name: both[name].to_numpy() for name in both.columns if both[name].dtype.is_numeric()}
    zero, last, motion = _relative_motion(column)
    begin, end = within(motion, last - zero, within_m)
    return (
        pl.DataFrame(dict(zip(("x", "y", "x_per_ms", "y_per_ms"), motion, strict=True)))
        .with_columns(
            source_id=both["person_id_a"],
            person_id=both["person_id_b"],
            zero_at=pl.Series(zero),
            started_at=pl.Series(zero + np.floor(begin + 0.5).astype(np.int64)),
            finished_at=pl.Series(zero + np.floor(end + 0.5).astype(np.int64)),
            records=both.select(pl.concat_list("record_0_a", "record_1_a", "record_0_b", "record_1_b")).to_series(),
        )
        .filter(pl.col("started_at") < pl.col("finished_at"))
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

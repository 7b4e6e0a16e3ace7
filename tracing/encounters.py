"""Two people on the move: every stretch in which they are within `within_m` metres.

Candidates say who may come near whom in which hour; for each pair of straight moves that go on at once the distance
is a quadratic in time, so the ends of a stretch are its exact roots, rounded to whole milliseconds. Arrays throughout,
no loop per pair.

source: specification, "track". cost: O(k), k pairs of moves of candidates.
"""

import numpy as np
import polars as pl

from tracing.grid import EARTH_RADIUS_M
from tracing.timeline import Timeline

MOTION = ("x", "y", "x_per_ms", "y_per_ms")
RECORDS = ("record_0_a", "record_1_a", "record_0_b", "record_1_b")
_COMMON = {
    "source_id": pl.String,
    "person_id": pl.String,
    "zero_at": pl.Int64,
    **dict.fromkeys(MOTION, pl.Float64),
    **dict.fromkeys(RECORDS, pl.Int64),
}
PASSAGES = _COMMON | {"last_at": pl.Int64}
ENCOUNTERS = _COMMON | {"started_at": pl.Int64, "finished_at": pl.Int64}
_KEPT_BEYOND_M = 1.0


def passages(sources: pl.DataFrame, moves: pl.DataFrame, near: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Pairs of moves that come within `within_m` metres: at this distance and at every lesser one, `stretches` of
    them are the encounters.

    sources, moves  as `tracks.moves` gives them: of the people the search starts from, and of the others
    near            who may come that near whom, and when: `whereabouts.candidates`
    returns         one row per pair of moves, those of two people together and in order of time: the first and the last
                    instant they share (ms); position of the source as seen from the person at the first (metres) and
                    its change (metres per ms); the fixes. Some pairs stay up to a metre farther apart, so that no
                    rounding leaves one out
    """
    least = least_distance(pl.col("zero_at"), pl.col("last_at"))
    mine, theirs, found = Timeline(sources), Timeline(moves), [pl.DataFrame(schema=PASSAGES)]
    for here, there in mine.beside(theirs, near):
        passing = _passing(sources, here, moves, there, within_m)
        found.append(passing.filter(least <= within_m + _KEPT_BEYOND_M))
    return pl.concat(found)


def _passing(
    sources: pl.DataFrame, here: np.ndarray, moves: pl.DataFrame, there: np.ndarray, within_m: float
) -> pl.DataFrame:
    """Pairs of moves with their relative motion; few of them twice, seen either way round the earth."""
    a, b = _taken(sources, here), _taken(moves, there)
    zero, last, motion, around = _relative_motion(a, b)
    people = {"source_id": sources["person_id"].gather(here), "person_id": moves["person_id"].gather(there)}
    records = {f"{name}_{side}": rows[name] for side, rows in zip("ab", (a, b), strict=True) for name in _ENDS}
    columns = people | {"zero_at": zero, "last_at": last} | dict(zip(MOTION, motion, strict=True)) | records
    passing = pl.DataFrame(columns).select(list(PASSAGES))
    return _either_way_round(passing, around, within_m + _KEPT_BEYOND_M)


def _either_way_round(passing: pl.DataFrame, around: np.ndarray, within_m: float) -> pl.DataFrame:
    """The pairs, and next to each the same once more where its longitudes come to differ by so much that the other way
    round the earth is within the distance too.

    around      metres once round the earth in the plane of each pair
    """
    x, lasts = passing["x"].to_numpy(), (passing["last_at"] - passing["zero_at"]).to_numpy()
    last_x, parts = x + passing["x_per_ms"].to_numpy() * lasts, [passing.with_row_index("pair")]
    for way in (-1, 1):
        near = around - np.maximum(-way * x, -way * last_x) <= within_m
        if near.any():
            parts.append(parts[0].with_columns(x=pl.Series(x + way * around)).filter(pl.Series(near)))
    both = pl.concat(parts) if len(parts) == 1 else pl.concat(parts).sort("pair", maintain_order=True)
    return both.drop("pair")


_ENDS = ("record_0", "record_1")


def _taken(moves: pl.DataFrame, places: np.ndarray) -> dict[str, np.ndarray]:
    return {name: moves[name].to_numpy()[places] for name in moves.columns if moves[name].dtype.is_numeric()}


def stretches(passing: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """The stretches of passages in which the two are within `within_m` metres, ms, half-open, in their order."""
    zero = passing["zero_at"].to_numpy()
    motion = tuple(passing[name].to_numpy() for name in MOTION)
    begin, end = within(motion, passing["last_at"].to_numpy() - zero, within_m)
    started, finished = (zero + np.floor(edge + 0.5).astype(np.int64) for edge in (begin, end))
    met = passing.drop("last_at").with_columns(started_at=pl.Series(started), finished_at=pl.Series(finished))
    return _in_order(met.filter(pl.Series(started < finished)))


def _in_order(met: pl.DataFrame) -> pl.DataFrame:
    """The stretches of each pair of moves by their beginning: seen the other way round, two may be near earlier."""
    pair, started = met.select(RECORDS).to_numpy(), met["started_at"].to_numpy()
    same = (pair[1:] == pair[:-1]).all(axis=1)
    if not (same & (started[1:] < started[:-1])).any():
        return met
    return met[np.lexsort((started, np.append(0, np.cumsum(~same))))]


def _relative_motion(
    a: dict[str, np.ndarray], b: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...], np.ndarray]:
    """First and last shared instant of two moves, how the first moves as seen from the second, and metres once round
    the earth in their plane.
    """
    zero = np.maximum(a["started_at"], b["started_at"])
    last = np.minimum(a["finished_at"], b["finished_at"])
    middle = (a["latitude_0"] + a["latitude_1"] + b["latitude_0"] + b["latitude_1"]) / 4
    scale_y = np.radians(EARTH_RADIUS_M)
    scale_x = scale_y * np.cos(np.radians(middle))
    lat_a, north_a = _at(a, "latitude", zero)
    lat_b, north_b = _at(b, "latitude", zero)
    lon_a, east_a = _at(a, "longitude", zero)
    lon_b, east_b = _at(b, "longitude", zero)
    apart = lon_a - lon_b
    apart = apart - 360 * np.floor((apart + 180) / 360)
    return (
        zero,
        last,
        (scale_x * apart, scale_y * (lat_a - lat_b), scale_x * (east_a - east_b), scale_y * (north_a - north_b)),
        360 * scale_x,
    )


def _at(moves: dict[str, np.ndarray], axis: str, instant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A coordinate of moves at an instant each, and its change per millisecond."""
    begin, begun = moves[f"{axis}_0"], moves["started_at"]
    per_ms = (moves[f"{axis}_1"] - begin) / (moves["finished_at"] - begun)
    return begin + per_ms * (instant - begun), per_ms


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

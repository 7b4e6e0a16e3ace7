"""The town's map: every place with its kind and its position in metres east and north of the centre.

Homes, rooms, shops and the like stand on lots `LOT_M` apart, so that two of them are never mistaken for one
by a phone; flats of one building share its lot. The classrooms of a school stand on neighbouring lots.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

CENTRE = (25.0389, 102.7183)
EARTH_RADIUS_M = 6_371_008.8
LOT_M = 120
FAR_TOWN_M = 60_000
CLASSROOMS_PER_SCHOOL = 8


@dataclass(frozen=True)
class Sort:
    """What all places of one kind have in common; `radius_m` is how far apart people stand in it."""

    prefix: str
    name: str
    radius_m: int
    setting: str
    enclosed: bool = True
    typical_stay_minutes: int | None = None


SORTS = {
    "flat": Sort("B", "测试小区{}", 4, "home"),
    "office": Sort("W", "测试公司{}", 7, "work", typical_stay_minutes=240),
    "classroom": Sort("E", "测试学校{}", 7, "school", typical_stay_minutes=480),
    "shop": Sort("S", "便民超市{}", 12, "shop", typical_stay_minutes=25),
    "restaurant": Sort("R", "测试餐馆{}", 12, "restaurant", typical_stay_minutes=60),
    "mall": Sort("M", "测试商场{}", 70, "mall", typical_stay_minutes=90),
    "park": Sort("G", "测试公园{}", 150, "park", enclosed=False, typical_stay_minutes=60),
    "meeting_room": Sort("F", "外地会议室{}", 7, "work", typical_stay_minutes=240),
    "isolation_site": Sort("I", "隔离点{}", 45, "isolation"),
    "metro_station": Sort("T", "地铁站{}", 40, "metro", typical_stay_minutes=5),
    "rail_station": Sort("Z", "火车站{}", 40, "station", typical_stay_minutes=30),
    "checkpoint": Sort("K", "查验点{}", 0, "road", enclosed=False),
}


@dataclass(frozen=True)
class Needs:
    """How many places the population asks for: flats building by building, and rooms."""

    flats_of_building: np.ndarray
    offices: int
    classrooms: int
    people: int


def lay_out(rng: np.random.Generator, needs: Needs) -> pl.DataFrame:
    """All places, one a row; the row number is the site.

    Columns: place_id, name, kind, x, y (metres), radius_m, enclosed, typical_stay_minutes.
    """
    counts = _counts(needs)
    rooms = sum(counts.values())
    needed = rooms + len(needs.flats_of_building)
    side = max(40, 2 * int(np.ceil(np.sqrt(needed))))
    lots = _lots(rng, side, counts["classroom"])[:needed]
    frames = [_flats(rng, lots[rooms:], needs.flats_of_building)]
    for (kind, count), end in zip(counts.items(), np.cumsum(list(counts.values())), strict=True):
        frames.append(_of_kind(kind, _labels(kind, count), lots[end - count : end]))
    return pl.concat([*frames, *_lines(rng, side * LOT_M / 2)])


def sites(places: pl.DataFrame, kind: str) -> np.ndarray:
    """The row numbers of all places of that kind."""
    return np.flatnonzero((places["kind"] == kind).to_numpy())


def positions(places: pl.DataFrame) -> np.ndarray:
    """Metres east and north of the centre, one row a site."""
    return places.select("x", "y").to_numpy()


def nearest(places: pl.DataFrame, origins: np.ndarray, kind: str, count: int) -> np.ndarray:
    """For each origin (a site) the `count` nearest sites of that kind; fewer where there are fewer."""
    xy, wanted = positions(places), sites(places, kind)
    apart = np.linalg.norm(xy[origins][:, None, :] - xy[wanted][None, :, :], axis=2)
    return wanted[np.argsort(apart, axis=1, kind="stable")[:, :count]]


def degrees(x: pl.Expr, y: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Latitude and longitude (WGS 84, six decimals) of metres east and north of the centre."""
    degree = EARTH_RADIUS_M * np.pi / 180
    latitude = CENTRE[0] + y / degree
    longitude = CENTRE[1] + x / (degree * np.cos(np.radians(CENTRE[0])))
    return latitude.round(6), longitude.round(6)


def grid_id(x: pl.Expr, y: pl.Expr) -> pl.Expr:
    """The grid worker's cell, 1 km by 1 km, counted from the south-west."""
    return pl.format("GRID-{}-{}", (y / 1000).floor().cast(pl.Int64) + 50, (x / 1000).floor().cast(pl.Int64) + 50)


def _counts(needs: Needs) -> dict[str, int]:
    people = needs.people
    return {
        "classroom": needs.classrooms,
        "office": needs.offices,
        "shop": max(3, people // 25),
        "restaurant": max(3, people // 12),
        "mall": max(1, people // 400),
        "park": max(1, people // 300),
        "isolation_site": 1,
    }


def _lots(rng: np.random.Generator, side: int, in_order: int) -> np.ndarray:
    """Lot centres in metres: the first `in_order` side by side, the others in random order."""
    order = np.concatenate([np.arange(in_order), in_order + rng.permutation(side * side - in_order)])
    grid = np.stack([order % side, order // side], axis=1)
    return (grid - side / 2 + 0.5) * LOT_M + rng.uniform(-15, 15, grid.shape)


def _labels(kind: str, count: int) -> list[str]:
    if kind == "classroom":
        return [f"{i // CLASSROOMS_PER_SCHOOL + 1:02d}-{i % CLASSROOMS_PER_SCHOOL + 1}" for i in range(count)]
    return [f"{i + 1:03d}" for i in range(count)]


def _flats(rng: np.random.Generator, lots: np.ndarray, flats: np.ndarray) -> pl.DataFrame:
    labels = [f"{b + 1:03d}-{f + 1}" for b, count in enumerate(flats) for f in range(count)]
    return _of_kind("flat", labels, np.repeat(lots, flats, axis=0) + rng.uniform(-12, 12, (len(labels), 2)))


def _lines(rng: np.random.Generator, half: float) -> list[pl.DataFrame]:
    """The metro along the middle, the railway to the far town, and the bridges over the river at x = 0."""
    metro = np.stack([np.linspace(-0.85 * half, 0.85 * half, 6), np.zeros(6)], axis=1)
    rail = np.array([[half + 200, -half], [half + 200 + FAR_TOWN_M, -half]])
    bridges = np.stack([np.zeros(5), np.linspace(-0.9 * half, 0.9 * half, 5)], axis=1)
    rooms = rail[1] + np.array([[150 * (i + 1), 150 * (i % 2)] for i in range(4)])
    found = {"metro_station": metro, "rail_station": rail, "checkpoint": bridges, "meeting_room": rooms}
    return [_of_kind(kind, _labels(kind, len(xy)), xy) for kind, xy in found.items()]


def _of_kind(kind: str, labels: list[str], xy: np.ndarray) -> pl.DataFrame:
    sort = SORTS[kind]
    return pl.DataFrame(
        {
            "place_id": [sort.prefix + label for label in labels],
            "name": [sort.name.format(label) for label in labels],
            "x": xy[:, 0],
            "y": xy[:, 1],
        }
    ).with_columns(
        kind=pl.lit(kind),
        radius_m=pl.lit(sort.radius_m),
        enclosed=pl.lit(sort.enclosed),
        typical_stay_minutes=pl.lit(sort.typical_stay_minutes, dtype=pl.Int64),
    )

"""The town's registers: persons, households and places, as offices keep them.

Everything identifying is made by rule and recognisable as made up: resident numbers of the unused region
990000, phones of the form 1900xxxxxxx, addresses in a "test city". The forms are right, the check digit too.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from tracing.town.people import Habits
from tracing.town.places import degrees, grid_id

REGION = "990000"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲辉鹏华红"


def persons(
    rng: np.random.Generator, people: pl.DataFrame, habits: Habits, places: pl.DataFrame, first_day: date
) -> pl.DataFrame:
    """One row a person; `employer` is a column the specification does not list, to be dropped at the door."""
    home, work = places[habits.home], places[habits.work]
    births = [
        first_day - timedelta(days=int(age * 365.25) + int(extra))
        for age, extra in zip(people["age"], rng.integers(1, 365, people.height), strict=True)
    ]
    return people.select(
        "person_id",
        name=pl.Series(_names(rng, people.height)),
        document_type=pl.lit("resident"),
        document_number=pl.Series(
            [resident_number(born, i, sex) for i, (born, sex) in enumerate(zip(births, people["sex"], strict=True))]
        ),
        phone=pl.format("1900{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(7)),
        address=pl.format("测试市中心区{}室", home["place_id"]),
        grid_id=home.select(grid_id(pl.col("x"), pl.col("y"))).to_series(),
        birth_date=pl.Series([born.isoformat() for born in births]),
        sex="sex",
        employer=work["name"],
    )


def resident_number(born: date, number: int, sex: str) -> str:
    """An 18-digit resident number by GB 11643: region, birth, sequence (odd for men), check digit."""
    sequence = 2 * (number % 499) + (1 if sex == "M" else 2)
    first = f"{REGION}{born:%Y%m%d}{sequence:03d}"
    return first + CHECK_DIGITS[sum(w * int(d) for w, d in zip(WEIGHTS, first, strict=True)) % 11]


def households(people: pl.DataFrame) -> pl.DataFrame:
    """One row a member of a household."""
    number = (pl.col("household") + 1).cast(pl.String).str.zfill(4)
    return people.select(household_id=pl.format("H{}", number), person_id="person_id")


def register_of_places(places: pl.DataFrame) -> pl.DataFrame:
    """All places with their position in degrees; this file states its `crs`."""
    latitude, longitude = degrees(pl.col("x"), pl.col("y"))
    return places.select(
        "place_id",
        "name",
        "kind",
        latitude=latitude,
        longitude=longitude,
        crs=pl.lit("wgs84"),
        enclosed=pl.col("enclosed"),
        typical_stay_minutes="typical_stay_minutes",
        grid_id=grid_id(pl.col("x"), pl.col("y")),
    )


def _names(rng: np.random.Generator, people: int) -> list[str]:
    family = rng.choice(list(SURNAMES), people)
    given = rng.choice(list(GIVEN), (people, 2))
    short = rng.random(people) < 0.3
    return [f + (g[0] if s else g[0] + g[1]) for f, g, s in zip(family, given, short, strict=True)]

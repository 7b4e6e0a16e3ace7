"""Who always moves together is proposed; who only lives, works or rides together is not."""

import math
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl

from tracing.frames import complete
from tracing.identity.movements import CROWD, DAYS, HOURS, at_two_places
from tracing.identity.movements import always_together as together
from tracing.identity.papers import PAIRS

HOME, WORK, FAR = (25.04, 102.71), (25.06, 102.73), (25.02, 102.69)


def day_of(person: str, day: int, dice: Random, way: list[tuple[float, float]], error: float = 8.0) -> list[dict]:
    """A fix about every five minutes from 8 to 20 o'clock, along places that follow each other."""
    rows = []
    for step in range(144):
        at = datetime(2021, 8, 1 + day, 8, tzinfo=UTC) + timedelta(minutes=5 * step, seconds=dice.randint(0, 200))
        part = (at.hour + at.minute / 60 - 8) / 12 * (len(way) - 1)
        first = min(int(part), len(way) - 2)
        here = [one + (other - one) * (part - first) for one, other in zip(way[first], way[first + 1], strict=True)]
        north, east = (dice.gauss(0, error / math.sqrt(2)) / 111_000 for _ in range(2))
        rows.append({"person_id": person, "observed_at": at, "latitude": here[0] + north, "longitude": here[1] + east})
    return rows


def fixes(*rows: list[dict], accuracy: float | None = 10.0) -> pl.DataFrame:
    told = pl.DataFrame([row for some in rows for row in some]).with_columns(accuracy_m=pl.lit(accuracy, pl.Float64))
    return complete({"fixes": told})["fixes"]


def days(person: str, *ways: list[tuple[float, float]], seed: int = 1) -> list[dict]:
    dice = Random(f"{person} {seed}")
    return [row for number, way in enumerate(ways) for row in day_of(person, number, dice, way)]


OUT = [HOME, HOME, WORK, WORK, FAR, HOME]


def always_together(told: pl.DataFrame, zone: str = "UTC") -> pl.DataFrame:
    return together(told, zone)


def pairs(found: pl.DataFrame) -> list[tuple]:
    return found.select(list(PAIRS)).rows()


def test_two_phones_in_one_pocket_are_found_with_the_figures_of_it():
    found = always_together(fixes(days("p", OUT, OUT, OUT), days("q", OUT, OUT, OUT)))
    [row] = found.rows(named=True)
    assert (row["person_id"], row["other_id"]) == ("p", "q")
    assert row["hours"] >= HOURS and row["days"] == DAYS and row["share"] > 0.9 and row["far"] == 0


def test_two_who_part_for_part_of_one_day_are_two():
    apart = [HOME, HOME, FAR, FAR, FAR, HOME]
    assert pairs(always_together(fixes(days("p", OUT, OUT, OUT), days("q", OUT, OUT, apart)))) == []


def test_two_who_only_stay_at_home_together_are_not_proposed():
    at_home = [[HOME, HOME]] * 4
    assert pairs(always_together(fixes(days("p", *at_home), days("q", *at_home)))) == []


def test_two_days_are_too_few():
    assert pairs(always_together(fixes(days("p", OUT, OUT), days("q", OUT, OUT)))) == []


def test_days_are_those_of_the_zone():
    """From 23 to 11 o'clock UTC, which is from 7 to 19 in Kunming, on two days there."""
    told = fixes(days("p", OUT, OUT), days("q", OUT, OUT)).with_columns(pl.col("observed_at") - pl.duration(hours=9))
    [row] = always_together(told).rows(named=True)
    assert row["days"] == 3
    assert pairs(always_together(told, "Asia/Shanghai")) == []


def test_positions_that_are_vague_prove_nothing():
    told = fixes(days("p", OUT, OUT, OUT), days("q", OUT, OUT, OUT), accuracy=200.0)
    assert pairs(always_together(told)) == []


def test_a_crowd_is_not_looked_at():
    one = days("p", OUT, OUT, OUT)
    crowd = [[row | {"person_id": f"c{number:02}"} for row in one] for number in range(CROWD + 1)]
    assert pairs(always_together(fixes(*crowd))) == []
    assert len(pairs(always_together(fixes(*crowd[1:])))) == CROWD * (CROWD - 1) / 2


def test_a_leap_of_a_phone_does_not_make_two_people():
    leap = days("q", OUT, OUT, OUT)
    leap[200] = leap[200] | {"latitude": leap[200]["latitude"] + 0.05}
    assert pairs(always_together(fixes(days("p", OUT, OUT, OUT), leap))) == [("p", "q")]


def test_nobody_is_together_with_nobody():
    assert pairs(always_together(complete({})["fixes"])) == []


def test_who_was_at_two_places_at_once_is_counted():
    asked = pl.DataFrame([("p", "q"), ("p", "r")], orient="row", schema=PAIRS)
    away = days("q", [FAR, FAR, WORK, FAR, FAR])
    found = at_two_places(fixes(days("p", OUT), away, days("r", OUT)), asked)
    assert pairs(found) == [("p", "q")] and found["instants"].item() > 50

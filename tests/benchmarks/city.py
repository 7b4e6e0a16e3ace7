"""A city that never was: its people's fixes for a fortnight, of any size, from one seed.

Homes, work places, errands and walks stand on jittered lattices, so the people per square kilometre and per place stay
the same however many people there are: ten times the people live on ten times the ground. Legs go at the speeds of
walkers and riders; fixes come about every five minutes, off by as much as their accuracy says; phones lose fixes, go
dark for hours, and now and then give two fixes for one instant.

A day is made at once, in blocks of people, so memory does not grow with the city.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.days import DAY_S, Day, walked
from tests.benchmarks.homes import Population, populate

FIRST_DAY = datetime(2021, 8, 1, tzinfo=UTC) - timedelta(hours=8)
"""Midnight in the workspace's zone, Asia/Shanghai, wherever the city lies."""

FIXES_A_PERSON = 3_030
_METRES_PER_DEGREE = math.pi * 6_371_008.8 / 180
_EVERY_S = 300
_AT_ONCE = 16_000
_SCHEMA = pa.schema(
    {
        "person_id": pa.dictionary(pa.int32(), pa.string()),
        "observed_at": pa.timestamp("ms", tz="UTC"),
        "latitude": pa.float64(),
        "longitude": pa.float64(),
        "accuracy_m": pa.float64(),
    }
)


@dataclass(frozen=True)
class City:
    """One city: everything about it follows from these numbers.

    centred     share of the people who live around the middle; the others live anywhere
    """

    people: int
    seed: int = 1
    days: int = 14
    latitude: float = 31.2
    longitude: float = 121.4
    per_km2: float = 100.0
    centred: float = 0.3

    @property
    def side_m(self) -> float:
        """The city is a square of that side."""
        return 1000 * math.sqrt(self.people / self.per_km2)

    def dice(self, *of: int) -> np.random.Generator:
        """Random numbers for one purpose: the same for the same seed."""
        return np.random.default_rng([self.seed, *of])


def write_fixes(city: City, folder: Path) -> int:
    """Write `fixes_<day>_<block>.parquet` files, in order of time: the number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    population, rows = populate(city.people, city.side_m, city.centred, city.dice(0)), 0
    names = pa.array([name(person) for person in range(city.people)])
    for day in range(city.days):
        for block, first in enumerate(range(0, city.people, _AT_ONCE)):
            people = population.part(first, min(first + _AT_ONCE, city.people))
            table = _table(city, names, first, day, *_fixes(city, people, day, block))
            date = (FIRST_DAY + timedelta(days=day, hours=8)).date()
            pq.write_table(table, folder / f"fixes_{date}_{block:02}.parquet", compression="zstd", store_schema=False)
            rows += table.num_rows
    return rows


def name(person: int) -> str:
    """The key a source gives a person."""
    return f"u{person:07}"


def write_cases(people: int, days: int, seed: int, folder: Path, count: int) -> Path:
    """Write `cases_<count>.csv`: people drawn by the seed, sampled around the middle, isolated about a day later.

    The cases of a smaller count are the first of a larger one.
    """
    chosen = np.random.default_rng([seed, 1]).permutation(people)[:count]
    dice, lines = np.random.default_rng([seed, 2]), ["case_id,person_id,classification,sampled_at,isolated_at"]
    for number, person in enumerate(chosen):
        sampled = FIRST_DAY + timedelta(days=days / 2, minutes=int(dice.integers(-720, 720)))
        isolated = sampled + timedelta(minutes=int(dice.integers(720, 2160)))
        times = f"{sampled:%Y-%m-%dT%H:%M:%SZ},{isolated:%Y-%m-%dT%H:%M:%SZ}"
        lines.append(f"k{number:04},{name(person)},confirmed,{times}")
    path = folder / f"cases_{count}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_of(days: int) -> str:
    """The moment of the analysis: two days after the middle, when the last case is isolated."""
    return (FIRST_DAY + timedelta(days=days / 2 + 2)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fixes(city: City, people: Population, day: int, block: int) -> tuple[np.ndarray, ...]:
    """Person, instant (s), x, y (m) and accuracy (m, NaN: unknown) of one day's fixes, by slots of five minutes."""
    dice = city.dice(3, day, block)
    weekend = (FIRST_DAY + timedelta(days=day, hours=8)).weekday() >= 5
    plan = Day(people, weekend, dice)
    parts = [_slots(people, plan, slots, dice) for slots in np.array_split(np.arange(DAY_S // _EVERY_S), 8)]
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _slots(people: Population, plan: Day, slots: np.ndarray, dice: np.random.Generator) -> tuple[np.ndarray, ...]:
    shape = (len(slots), len(people.phase_s))
    at = slots[:, None] * _EVERY_S + people.phase_s + dice.random(shape) * 120
    seen = (at < DAY_S) & ((at < plan.dark_from) | (at >= plan.dark_until)) & (at >= plan.asleep_until)
    seen &= dice.random(shape) > 0.10
    slot, person = np.nonzero(seen)
    at = at[slot, person]
    twice = dice.random(len(at)) < 0.002
    person, at = np.concatenate([person, person[twice]]), np.concatenate([at, at[twice]])
    accuracy, off = _errors(len(at), dice)
    position = walked(plan, person, at) + off
    return person, np.floor(at * 1000).astype(np.int64), *position, accuracy


def _errors(count: int, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Accuracies as phones give them (satellites, wireless networks, masts, unknown) and errors that fit them."""
    accuracy = 9 * np.exp(0.5 * dice.standard_normal(count))
    source = dice.random(count)
    accuracy[source < 0.04] *= 6
    accuracy[source < 0.015] = 120 + 500 * dice.random(np.count_nonzero(source < 0.015))
    off = dice.standard_normal((2, count)) * accuracy / 1.5
    accuracy = np.round(accuracy, 1)
    accuracy[source > 0.95] = np.nan
    return accuracy, off


def _table(city: City, names: pa.Array, first: int, day: int, person, at_ms, x, y, accuracy) -> pa.Table:
    latitude = city.latitude + y / _METRES_PER_DEGREE
    longitude = city.longitude + x / (_METRES_PER_DEGREE * np.cos(np.radians(latitude)))
    midnight = round((FIRST_DAY + timedelta(days=day)).timestamp() * 1000)
    columns = [
        pa.DictionaryArray.from_arrays(pa.array((person + first).astype(np.int32)), names),
        pa.array(midnight + at_ms).cast(_SCHEMA.field("observed_at").type),
        pa.array(np.round(latitude, 6)),
        pa.array(np.round((longitude + 180) % 360 - 180, 6)),
        pa.array(accuracy, mask=np.isnan(accuracy)),
    ]
    return pa.Table.from_arrays(columns, schema=_SCHEMA)

"""Check-ins at 20,000 places of Zipf popularity: the first of them, a station, has a twentieth of all.

Most check-ins say nothing of the end; some come twice, once without it and once with it; the typical stay of some
places is not known.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.city import FIRST_DAY, name

PLACES = 20_000
ZIPF = 0.875
"""The exponent with which the most popular of 20,000 places has 5 %."""

CHECKINS_A_PERSON = 50
_INSTANT = pa.timestamp("ms", tz="UTC")


@dataclass(frozen=True)
class Visitors:
    """Everybody who checks in: everything follows from these numbers."""

    checkins: int
    seed: int = 1
    days: int = 14
    places: int = PLACES

    @property
    def people(self) -> int:
        return max(1, self.checkins // CHECKINS_A_PERSON)

    def dice(self, *of: int) -> np.random.Generator:
        """Random numbers for one purpose."""
        return np.random.default_rng([self.seed, 7, *of])


def write_checkins(visitors: Visitors, folder: Path) -> int:
    """Write `checkins_<day>.parquet` and `places_all.csv`: the number of check-ins."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_places(visitors, folder)
    people = pa.array([name(person) for person in range(visitors.people)])
    places = pa.array([_place(number) for number in range(visitors.places)])
    share = 1 / np.arange(1, visitors.places + 1) ** ZIPF
    rows = 0
    for day in range(visitors.days):
        table = _day(visitors, day, people, places, np.cumsum(share) / share.sum())
        date = (FIRST_DAY + timedelta(days=day, hours=8)).date()
        pq.write_table(table, folder / f"checkins_{date}.parquet", compression="zstd", store_schema=False)
        rows += table.num_rows
    return rows


def _write_places(visitors: Visitors, folder: Path) -> None:
    typical = visitors.dice(0).choice(["20", "45", "90", ""], visitors.places)
    lines = [f"{_place(number)},{minutes}" for number, minutes in enumerate(typical)]
    text = "\n".join(["place_id,typical_stay_minutes", *lines])
    (folder / "places_all.csv").write_text(text + "\n", encoding="utf-8")


def _place(number: int) -> str:
    return f"place{number:05}"


def _day(visitors: Visitors, day: int, people: pa.Array, places: pa.Array, popularity: np.ndarray) -> pa.Table:
    dice = visitors.dice(1, day)
    count = visitors.checkins // visitors.days
    at = np.sort(dice.integers(6 * 3_600_000, 23 * 3_600_000, count))
    person = dice.integers(0, visitors.people, count).astype(np.int32)
    place = np.searchsorted(popularity, dice.random(count)).astype(np.int32)
    stayed = (60_000 + dice.exponential(45 * 60_000, count)).astype(np.int64)
    silent = dice.random(count) < 0.7
    again = np.flatnonzero(silent & (dice.random(count) < 0.01))
    person, place, at, stayed = (np.append(values, values[again]) for values in (person, place, at, stayed))
    silent = np.append(silent, np.zeros(len(again), bool))
    entered = round((FIRST_DAY + timedelta(days=day)).timestamp() * 1000) + at
    return pa.table(
        {
            "person_id": pa.DictionaryArray.from_arrays(person, people),
            "place_id": pa.DictionaryArray.from_arrays(place, places),
            "checked_in_at": pa.array(entered).cast(_INSTANT),
            "checked_out_at": pa.array(entered + stayed, mask=silent).cast(_INSTANT),
        }
    )

"""The same records have the same marks, whichever files they came in, in whatever order, and whatever was taken back.

`TRACING_HISTORIES=50 pytest tests/filters/test_across_files.py` asks about more histories than a usual run.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest

from tests.filters.marking import marking
from tests.filters.test_joints import walk
from tests.filters.test_past_marks import DEFINITION
from tests.lib.worlds import World
from tests.standing.history import Outbreak, outbreak
from tracing.clustered import growth
from tracing.clustered.device_tracks import CopiedTracks
from tracing.filters import STANDARD
from tracing.standing import Standing

HISTORIES = int(os.environ.get("TRACING_HISTORIES", "2"))
WORLD = World({}, DEFINITION, "2021-09-01T00:00:00Z", "UTC")
BEGIN = datetime(2021, 8, 6, tzinfo=UTC)
Row = dict[str, str]
FEW = {"impossible-speed": {"kmh": 900.0}}


def rows_of(dice: Random) -> list[Row]:
    """The fixes of three people, one of them with two devices."""
    rows = []
    for person, device in (("ann", ""), ("bob", "one"), ("bob", "two"), ("eve", "one")):
        for at, latitude, longitude, accuracy in walk(dice):
            moment = (BEGIN + timedelta(milliseconds=at)).isoformat()
            place = {"latitude": str(latitude), "longitude": str(longitude)}
            exact = {"accuracy_m": str(accuracy or ""), "device_id": device}
            rows.append({"person_id": person, "observed_at": moment, **place, **exact})
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in rows)]


def cut(rows: list[Row], dice: Random) -> list[list[Row]]:
    """Rows in files: days, hours or lines at random, in any order; some rows in two files, some files twice."""
    by_time = sorted(rows, key=lambda row: row["observed_at"])
    files: list[list[Row]] = []
    while by_time:
        size = dice.choice((1, 20, 80, 160))
        files.append(by_time[:size])
        by_time = by_time[size:]
    for _ in range(4):
        one, other = dice.sample(range(len(files)), 2)
        files[one] = files[one] + dice.sample(files[other], min(3, len(files[other])))
    files += dice.sample(files, 2)
    return dice.sample(files, len(files))


def marked(town: Outbreak, known_at: datetime | None = None) -> set[tuple]:
    """What is marked, by what the records say."""
    with town.store.lent("marked", Standing.of(town.store, known_at).marked):
        return set(
            town.store.run(
                "SELECT filter, person_id, device_id, observed_at, latitude, longitude, accuracy_m "
                "FROM marked JOIN fixes ON file_id = record >> 32 AND line = record & 4294967295"
            )
        )


@contextmanager
def a_town(folder: Path, copied: bool) -> Iterator[Outbreak]:
    """As `outbreak`, with segments of a size for hundreds of fixes."""
    with outbreak(WORLD, folder, copied) as town, patch.object(growth, "PART", 400):
        yield town


def at_once(folder: Path, rows: list[Row], filters: dict) -> set[tuple]:
    """What is marked where one file tells all."""
    with outbreak(WORLD, folder, copied=False) as town, marking(lambda _: filters):
        town.bring(1, "fixes", rows)
        return marked(town)


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
def test_marks_hang_on_the_records_alone(copied, tmp_path: Path):
    counted = Counter()
    for seed in range(HISTORIES):
        dice, told = Random(seed), {}
        files = cut(rows_of(dice), dice)
        with a_town(tmp_path / f"cut-{seed}", copied) as town, marking(lambda _: STANDARD) as seen:
            standing = {number: town.bring(number, "fixes", rows) for number, rows in enumerate(files)}
            told[town.moment()] = marked(town)
            all_rows = [row for rows in files for row in rows]
            assert told[town.moment()] == at_once(tmp_path / f"all-{seed}", all_rows, STANDARD), seed
            for number in dice.sample(range(len(files)), len(files) // 3):
                town.retract(standing.pop(number))
                told[town.moment()] = marked(town)
            left = [row for number in standing for row in files[number]]
            assert marked(town) == at_once(tmp_path / f"left-{seed}", left, STANDARD), seed
            assert all(marked(town, moment) == then for moment, then in told.items()), seed
            counted.update(seen, segments=town.count("segments"), now=len(marked(town)))
    assert min(counted["marks"], counted["lifted"], counted["now"]) > 10 * HISTORIES, counted
    assert bool(counted["segments"]) == copied


def test_files_under_other_filters_say_nothing(tmp_path: Path):
    """A file that names fewer filters, one that names none, and what both tell."""
    dice = Random(5)
    rows = rows_of(dice)
    mine, other = dice.sample(rows, 200), dice.sample(rows, 150)
    with outbreak(WORLD, tmp_path / "both", copied=False) as town:
        files = (mine[:80], STANDARD), (other, {}), (rows, FEW), (mine[80:], STANDARD)
        for number, (some, filters) in enumerate(files):
            with marking(lambda _, named=filters: named):
                town.bring(number, "fixes", some)
        by_all, by_few = at_once(tmp_path / "mine", mine, STANDARD), at_once(tmp_path / "few", rows, FEW)
        assert marked(town) == by_all | by_few and by_all - by_few and by_few - by_all


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
def test_what_is_looked_at_goes_as_far_as_it_must(copied, tmp_path: Path):
    """A phone changes between two towers for five days, a file a day: of all, the tower of the first day has most."""
    towers = {"a": "31.2", "b": "31.3"}
    days = ["ab" * 100 + "a" * 30, *(["ab" * 100 + "b" * 7] * 4)]
    rows, at = [], BEGIN
    for day in days:
        for tower in day:
            place = {"latitude": towers[tower], "longitude": "121.4"}
            rows.append({"person_id": "ann", "observed_at": at.isoformat(), **place})
            at += timedelta(minutes=2)
    by_day = [rows[begin : begin + 207] for begin in range(0, len(rows), 207)]
    filters = {"ping-pong": {}}
    with a_town(tmp_path / "days", copied) as town, marking(lambda _: filters) as seen:
        for number in (3, 0, 4, 5, 2, 1):
            town.bring(number, "fixes", by_day[number])
        assert marked(town) == at_once(tmp_path / "once", rows, filters) and seen["lifted"] > 100


def test_what_lies_far_off_is_not_read(tmp_path: Path):
    """A late fix in the middle of a month is judged by the hours around it."""
    rows = []
    for minute in range(0, 30 * 24 * 60, 10):
        place = {"latitude": "31.2", "longitude": f"{121.4 + minute % 100 / 10_000:.4f}"}
        rows.append({"person_id": "ann", "observed_at": (BEGIN + timedelta(minutes=minute)).isoformat(), **place})
    late = rows[2_000] | {"latitude": "39.9"}
    seen, near = [], CopiedTracks.near
    with a_town(tmp_path / "month", copied=True) as town, marking(lambda _: STANDARD):
        town.bring(1, "fixes", rows)
        with patch.object(CopiedTracks, "near", lambda tracks, asked: seen.append(near(tracks, asked)) or seen[-1]):
            town.bring(2, "fixes", [late])
        assert len(marked(town)) > 1
    assert 0 < max(map(len, seen)) < 250

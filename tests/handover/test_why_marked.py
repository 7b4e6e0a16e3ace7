"""A line falls as a filter marks positions that it rests on: that is told, with the file, and nothing else blamed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.program import put, told
from tests.handover.conftest import copied
from tests.handover.outbreak import Outbreak, definition

HEADER = "user,timestamp,lat,lon,accuracy"
HERE, ANOTHER_TOWN, FAR_OFF = 31.2, 32.1, 39.9
SIX = datetime(2021, 7, 31, 10, tzinfo=UTC)
"""18:00 in the workspace's zone."""
WRONG = "rule shared rested on positions that cannot be right, as is known since: in file {0} (walk_{0}.csv) "
SPEED = "reached only at an impossible speed"


def fixes(person: str, latitude: float, first: int, last: int, every: float = 1) -> list[str]:
    """Where somebody was from minute to minute after six."""
    count = round((last - first) / every) + 1
    at = (SIX + timedelta(minutes=first + every * number) for number in range(count))
    return [f"{person},{moment.timestamp():.0f},{latitude},{121.4 + n % 2 / 1e5},5" for n, moment in enumerate(at)]


def bring(outbreak: Outbreak, *rows: str) -> int:
    """Take in a tracker's export: its number."""
    outbreak.brought += 1
    path = put(outbreak.folder / f"walk_{outbreak.brought}.csv", "\n".join([HEADER, *rows]) + "\n")
    assert (said := told(outbreak.workspace, "ingest", path)).status == 0, said.err
    return outbreak.brought


@pytest.fixture(scope="module")
def once_near(tmp_path_factory, begun) -> tuple[Outbreak, int]:
    """z was where a was from 18:00 to 18:40, by a tracker's export; handed over once."""
    made = copied(begun, tmp_path_factory.mktemp("near") / "outbreak")
    made.bring("fixes", *(f"a,{SIX + timedelta(minutes=m):%Y-%m-%dT%H:%M:%SZ},{HERE},121.4,5" for m in range(41)))
    number = bring(made, *fixes("z", HERE, 0, 40))
    assert made.step("--definition", near_rules(made.folder))["z"]["tier"] == "close"
    return made, number


def near_rules(folder: Path) -> Path:
    """The definition, with tracks in place of stays in its rule of tier close."""
    path = definition(folder, "near")
    return put(path, path.read_text().replace('evidence = "stay"', 'evidence = "track"\nwithin_m = 20', 1))


@pytest.fixture
def near(once_near, tmp_path) -> tuple[Outbreak, int]:
    """The same, and it may be changed."""
    made, number = once_near
    return copied(made, tmp_path / "near"), number


def test_positions_that_a_later_file_shows_to_be_wrong_are_named(near):
    outbreak, number = near
    bring(outbreak, *fixes("z", FAR_OFF, -60, 100, every=0.75))
    changed = outbreak.step("--definition", near_rules(outbreak.folder))
    assert changed["z"]["change"] == "withdrawn"
    why = f"{WRONG.format(number)}{SPEED}, one device at two places at once, or to and fro"
    assert changed["z"]["why"] == why


def test_only_the_part_that_rested_on_them_is_theirs(near):
    outbreak, number = near
    bring(outbreak, *fixes("z", ANOTHER_TOWN, 15, 200, every=0.75))
    changed = outbreak.step("--definition", near_rules(outbreak.folder))
    why = changed["z"]["why"]
    assert why.startswith(WRONG.format(number) + SPEED) and why.endswith(" of 40.00 minutes by them"), why


def test_they_are_named_no_more_once_the_later_file_is_taken_back(near):
    outbreak, _ = near
    later = bring(outbreak, *fixes("z", FAR_OFF, -60, 100, every=0.75))
    outbreak.retract(later)
    outbreak.screen("--definition", near_rules(outbreak.folder))
    assert "nothing changed since hand-over 1" in outbreak.hand_over().out

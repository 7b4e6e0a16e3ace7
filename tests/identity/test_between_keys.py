"""Somebody is known by one key here and by another key eight minutes on: on the way between she passes the case."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.identity.split import bring, join, part
from tests.lib.worlds import World
from tests.standing.history import Outbreak, outbreak

RULE = {"id": "near", "evidence": "track", "within_m": 50, "tier": "close"}
DEFINITION = {"id": "world", "title": "World", "source": "made for a test", "infectious_period": {"before_days": 2}}
NOON = datetime(2021, 8, 1, 12)


def fix(person: str, minutes: float, longitude: float) -> dict[str, str]:
    at = (NOON + timedelta(minutes=minutes)).isoformat()
    return {"person_id": person, "observed_at": at, "latitude": "25.0", "longitude": f"{longitude:.6f}"}


def world(*passing: dict[str, str]) -> World:
    """The case stands for an hour and more at one place, among fixes of others far away."""
    rows = [fix("a", 5 * step, 102.0) for step in range(-8, 9)]
    far = [fix(f"f{number}", 5 * number, 103.0) for number in range(14)]
    cases = [{"case_id": "C1", "person_id": "a", "classification": "confirmed", "onset_at": "2021-08-01"}]
    mixed = Random(1).sample([*rows, *passing], len(rows) + len(passing))
    return World({"cases": cases, "fixes": far + mixed}, DEFINITION | {"rule": [RULE]}, "2021-08-05", "Asia/Shanghai")


@pytest.fixture(params=[False, True], ids=["plain", "copied"])
def passed(request, tmp_path: Path):
    """p west of the case, and q as far east of her eight minutes later."""
    told = world(fix("p", 0, 101.99), fix("q", 8, 102.01))
    with outbreak(told, tmp_path / "outbreak", request.param) as events:
        bring(events, told)
        assert bool(events.count("segments")) == request.param
        yield events


def contacts(events: Outbreak) -> int:
    return len(events.tells()["contacts"])


def test_the_way_from_one_key_to_the_other_is_hers(passed):
    assert contacts(passed) == 0
    join(passed, [("p", "q")])
    assert contacts(passed) == 1
    join(passed, [("q", "p")])
    assert contacts(passed) == 1
    part(passed, [("p", "q")])
    assert contacts(passed) == 0


def test_who_is_joined_with_the_case_passes_nobody(passed):
    join(passed, [("p", "q"), ("a", "p")])
    assert contacts(passed) == 0


def test_a_way_on_which_a_third_key_tells_of_a_detour_is_not_straight(passed):
    passed.bring(99, "fixes", [fix("r", 4, 102.0) | {"latitude": "25.02"}])
    join(passed, [("p", "q"), ("p", "r")])
    assert contacts(passed) == 0


def test_two_keys_that_are_always_in_one_place_do_not_meet_each_other(passed):
    passed.bring(99, "fixes", [fix("b", 5 * step + 2, 102.0) for step in range(-8, 9)])
    passed.bring(98, "fixes", [fix("c", 5 * step + 1, 102.0) for step in range(-8, 9)])
    join(passed, [("b", "c")])
    before = passed.tells()
    assert len(before["contacts"]) == 1
    join(passed, [("a", "b")])
    assert contacts(passed) == 0
    part(passed, [("a", "b")])
    assert passed.tells() == before

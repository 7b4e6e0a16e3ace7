"""The move past a marked fix is found, with a clustered copy too: by way of it somebody passes where a case stands.

The case stands at the origin all morning. A marked fix lies some kilometres off, so that no move from or to it comes
near the case; the move between its neighbours does.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.filters.marking import marking
from tests.lib.worlds import World
from tests.standing.history import Outbreak, outbreak

CASE = {"case_id": "k1", "person_id": "case", "classification": "confirmed", "sampled_at": "2021-08-07T12:00:00Z"}
DEFINITION = {
    "id": "passing",
    "title": "Passing",
    "source": "an example",
    "valid_from": date(2021, 1, 1),
    "infectious_period": {"before_days": 2},
    "rule": [{"id": "near", "evidence": "track", "tier": "close", "within_m": 30}],
}
FILTERS = {"impossible-speed": {"kmh": 60.0}, "two-places": {}}
MORNING = datetime(2021, 8, 6, 10)


def fix(minute: float, east_km: float, north_km: float = 0.0, person: str = "passer") -> dict[str, str]:
    """Where somebody is some minutes after ten, in kilometres from the case, on the equator."""
    at = {"latitude": f"{north_km / 111.195:.6f}", "longitude": f"{10 + east_km / 111.195:.6f}"}
    moment = MORNING + timedelta(minutes=minute)
    return {"person_id": person, "observed_at": f"{moment.isoformat()}Z", **at, "accuracy_m": "5"}


@pytest.fixture(params=[False, True], ids=["plain", "copied"])
def town(request, tmp_path: Path) -> Iterator[Outbreak]:
    world = World({}, DEFINITION, "2021-08-09T00:00:00Z", "UTC")
    with outbreak(world, tmp_path / "town", request.param) as town:
        town.bring(1, "cases", [CASE])
        town.bring(2, "fixes", [fix(minute, 0, person="case") for minute in range(-10, 30)])
        yield town


def bring(town: Outbreak, number: int, *fixes: dict[str, str], filters: bool = False) -> int:
    """Take fixes in as one file, by a profile with filters or by none."""
    with marking(lambda _: FILTERS if filters else {}):
        return town.bring(number, "fixes", list(fixes))


def contacts(town: Outbreak) -> int:
    return len(town.tells()["contacts"])


WEST, AWAY, EAST = fix(0, -2), fix(3, 0, 20), fix(6, 2)


def test_the_way_past_a_marked_fix_is_a_move(town):
    first = bring(town, 3, WEST, AWAY, EAST)
    assert contacts(town) == 0
    bring(town, 4, EAST, AWAY, WEST, filters=True)
    assert town.count("marks") and contacts(town) == 0, "the first file tells the fix without a mark"
    town.retract(first)
    assert contacts(town) == 1


def test_the_way_past_a_fix_that_is_marked_from_the_first_is_a_move(town):
    bring(town, 3, WEST, AWAY, EAST, filters=True)
    assert contacts(town) == 1


def test_a_fix_that_another_file_tells_without_a_mark_counts_from_then_on(town):
    other = fix(6, 3, 10)
    bring(town, 3, WEST, AWAY, EAST, other, fix(12, 6, 6), filters=True)
    assert (town.count("marks"), contacts(town)) == (3, 0), "both fixes of the instant at two places are marked"
    told = bring(town, 4, EAST)
    assert contacts(town) == 1
    town.retract(told)
    assert contacts(town) == 0


def test_a_fix_that_no_file_tells_without_a_mark_any_more_is_gone_past_again(town):
    away, beside = fix(3, 0, 12), fix(3, 0, 15)
    bring(town, 3, WEST, away, beside, filters=True)
    told = bring(town, 4, away)
    bring(town, 5, EAST)
    assert contacts(town) == 0
    town.retract(told)
    assert contacts(town) == 1


def test_what_is_marked_is_known_when_it_is_brought_again(town):
    bring(town, 3, WEST, AWAY, EAST, filters=True)
    before = town.count("fixes")
    bring(town, 4, AWAY, fix(40, -2))
    assert town.count("fixes") == before + 1

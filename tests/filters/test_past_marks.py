"""The move past a marked fix is found, with a clustered copy too: by way of it somebody passes where a case stands.

The case stands at the origin all morning. A marked fix lies some kilometres off, so that no move from or to it comes
near the case; the move between its neighbours does.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest

from tests.filters.marking import marking
from tests.lib.worlds import World
from tests.standing.history import Outbreak, outbreak
from tracing import filters, judging, marks
from tracing.standing import Standing

CASE = {"case_id": "k1", "person_id": "case", "classification": "confirmed", "sampled_at": "2021-08-07T12:00:00Z"}
DEFINITION = {
    "id": "passing",
    "title": "Passing",
    "source": "an example",
    "valid_from": date(2021, 1, 1),
    "infectious_period": {"before_days": 2},
    "rule": [{"id": "near", "evidence": "track", "tier": "close", "within_m": 30}],
}
FILTERS = {"impossible-speed": {"kmh": 60.0}, "two-places": {}, "frozen": {"kmh": 60.0, "minutes": 30.0}}
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


@pytest.mark.parametrize("marks_first", [False, True])
def test_a_fix_that_one_standing_file_marks_is_gone_past_whichever_tells_it_first(town, marks_first):
    files = [bring(town, 3, WEST, AWAY, EAST, filters=marks_first)]
    assert contacts(town) == marks_first
    files.append(bring(town, 4, EAST, AWAY, WEST, filters=not marks_first))
    assert town.count("marks") and contacts(town) == 1
    town.retract(files[0 if marks_first else 1])
    assert contacts(town) == 0, "the file that stands tells the fix without a mark"


def test_a_file_that_tells_without_a_mark_changes_nothing_when_it_goes(town):
    first = bring(town, 3, WEST, AWAY, EAST)
    bring(town, 4, EAST, AWAY, WEST, filters=True)
    town.retract(first)
    assert contacts(town) == 1


def test_a_marked_fix_that_is_brought_again_alone_stays_marked(town):
    other = fix(6, 3, 10)
    bring(town, 3, WEST, AWAY, EAST, other, fix(12, 4), filters=True)
    assert town.count("(SELECT DISTINCT record FROM marks)") == 3, "both fixes of the instant at two places are marked"
    before = town.tells()
    bring(town, 4, EAST, filters=True)
    bring(town, 5, AWAY, EAST)
    assert town.tells() == before


def test_a_fix_counts_again_once_every_file_that_marks_it_is_taken_back(town):
    away, beside = fix(3, 0, 12), fix(3, 0, 15)
    sure = fix(-4, -2)
    marking = [bring(town, 3, sure, WEST, away, beside, filters=True), bring(town, 4, beside, away, filters=True)]
    bring(town, 5, WEST, away, EAST)
    for file_id in marking:
        assert contacts(town) == 1
        town.retract(file_id)
    assert contacts(town) == 0


def test_what_counts_for_nothing_is_counted_alike_in_the_report_and_in_an_explanation(town):
    first = bring(town, 3, WEST, AWAY, AWAY | {"accuracy_m": "6"}, fix(3, 0, 5), EAST, filters=True)
    again = bring(town, 4, AWAY, EAST)
    who = town.store.run("SELECT DISTINCT person_id FROM marks")[0]
    told = marks.marked_of(town.store, who, Standing.of(town.store))
    report = marks.marked_by(town.store, [first, again])
    assert told.select("filter", pl.col("fixes").alias("rows")).rows() == report.select("filter", "rows").rows() != []
    town.retract(first)
    assert marks.marked_of(town.store, who, Standing.of(town.store)).is_empty()


def test_a_stall_is_one_however_many_days_it_lasts(town):
    stall = [fix(minute, 1, person="frozen") for minute in range(0, 10 * 24 * 60, 60)]
    number = bring(town, 3, *stall, fix(10 * 24 * 60, 900, person="frozen"), filters=True)
    by_filter = dict(marks.marked_by(town.store, [number]).select("filter", "rows").iter_rows())
    assert by_filter["frozen"] == len(stall) - 1


@pytest.mark.parametrize(("most", "judged"), [(19, 0), (20, 20)])
def test_more_fixes_without_a_joint_than_fit_are_not_judged(town, most, judged):
    with patch.object(filters, "MOST", most), patch.object(judging, "MOST", most):
        bring(town, 3, *(fix(minute, 0, away) for minute in range(0, 600, 60) for away in (0, 12)), filters=True)
    assert town.count("(SELECT DISTINCT record FROM marks)") == judged


def test_what_is_marked_is_known_when_it_is_brought_again(town):
    bring(town, 3, WEST, AWAY, EAST, filters=True)
    before = town.count("fixes")
    bring(town, 4, AWAY, fix(40, -2))
    assert town.count("fixes") == before + 1

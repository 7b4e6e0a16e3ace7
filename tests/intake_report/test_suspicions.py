"""What looks wrong by the counts alone: each thing once where it is, and never where it is not."""

from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest

from tracing.intake.findings import Finding
from tracing.intake_report.suspicions import of_account, of_hours, of_rejects, of_times
from tracing.ledger import Account
from tracing.times import INSTANT

ZONE = "Asia/Shanghai"
FIRST = datetime(2021, 8, 1, 16, tzinfo=UTC)  # midnight of 2 August, a Monday
READ = {"repeated": 0, "instants": 0, "at_midnight": 0}


def named(findings: list[Finding]) -> list[str]:
    return [one.what for one in findings]


def account(kind: str = "fixes", read: int = 100) -> Account:
    return Account(1, "a file", kind, rows_in=read)


def source(days: int, begin: int = 0, end: int = 24, rows: int = 40, closed: tuple[int, ...] = ()) -> dict:
    """Rows by hour of a source that is open on every day of the week but those `closed` (0: Monday)."""
    dice = Random(1)
    open_hours = [(day, hour) for day in range(days) if day % 7 not in closed for hour in range(begin, end)]
    return {FIRST + timedelta(days=day, hours=hour): rows + dice.randint(-5, 5) for day, hour in open_hours}


def told(hours: dict, kind: str = "checkins") -> list[Finding]:
    frame = pl.DataFrame(list(hours.items()), {"begins_at": INSTANT, "rows": pl.Int64}, orient="row")
    return list(of_hours(kind, frame, ZONE))


@pytest.mark.parametrize("hours", [{}, source(1), source(9), source(9, 7, 22), source(15, 8, 18, closed=(5, 6))])
def test_a_steady_source_is_not_suspected(hours):
    assert told(hours) == []


def test_a_day_without_rows_is_told_by_its_date():
    hours = {at: rows for at, rows in source(9, 7, 22).items() if (at - FIRST).days != 4}
    (found,) = told(hours)
    assert (found.what, found.words) == ("missing-days", "it has no rows on 2021-08-06")
    assert told(hours, kind="persons") == []


def test_hours_without_rows_are_told_from_when_to_when():
    lost = {FIRST + timedelta(days=3, hours=hour) for hour in (13, 14, 15)}
    (found,) = told({at: rows for at, rows in source(9, 7, 22).items() if at not in lost})
    assert found.what == "missing-hours" and "2021-08-05 13:00 to 16:00," in found.words


def test_a_source_of_few_rows_is_not_steady():
    dice = Random(3)
    assert told({at: 1 for at in source(20) if dice.random() < 0.4}) == []


def test_rejects_of_one_reason_are_suspected_where_they_are_many():
    reasons = [("latitude", "out of range", 30), ("observed_at", "missing", 9), (None, "not UTF-8", 1)]
    found = list(of_rejects(account(), pl.DataFrame(reasons, ["column", "reason", "rows"], orient="row")))
    assert named(found) == ["many-rejects", "mixed-encodings"]
    assert found[0] == Finding("many-rejects", 30, "30 rows of 100 are rejected as latitude: out of range")


@pytest.mark.parametrize(
    ("reason", "what"),
    [("in the future", "future"), ("before 1980", "early"), ("before 1980: not an instant in the forms", "early")],
)
def test_rows_of_the_future_and_of_long_ago_are_told_however_few(reason, what):
    for rows, begins in ((1, "1 row lies "), (2_000, "2,000 rows lie ")):
        reasons = pl.DataFrame({"column": ["observed_at"], "reason": [reason], "rows": [rows]})
        [found] = of_rejects(account(), reasons)
        assert (found.what, found.rows) == (what, rows) and found.words.startswith(begins)


CAME = datetime(2021, 8, 20, tzinfo=UTC)


def dated(*hours: tuple[datetime, int], kind: str = "checkins") -> list[tuple[str, int]]:
    frame = pl.DataFrame(list(hours), {"begins_at": INSTANT, "rows": pl.Int64}, orient="row").sort("begins_at")
    return [(one.what, one.rows) for one in of_times(kind, frame, ZONE, CAME)]


def test_days_on_which_clocks_begin_are_told_in_the_workspace_s_zone_and_in_greenwich_s():
    first_hour = datetime(1999, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    assert dated((first_hour, 3)) == [("lost-clock", 3)]
    assert dated((first_hour + timedelta(hours=30), 2)) == [("lost-clock", 2)]
    assert dated((datetime(1980, 1, 6, 5, tzinfo=UTC), 1), (FIRST, 500)) == [("lost-clock", 1)]
    assert dated((first_hour - timedelta(hours=1), 1), (first_hour + timedelta(hours=32), 1)) == []


def test_few_rows_that_are_far_from_the_middle_are_told():
    year = timedelta(days=365)
    assert dated((FIRST - year, 1), (FIRST, 9), (FIRST - year * 9, 1)) == []
    assert dated((FIRST - year, 1), (FIRST, 18), (FIRST - year * 9, 1)) == [("far-times", 2)]
    assert dated((FIRST - timedelta(days=300), 1), (FIRST, 18)) == []
    assert dated((FIRST - year, 1), (FIRST, 18), kind="cases") == [("far-times", 1)]
    for kind in ("vehicles", "isolations", "followups", "persons", None):
        assert dated((FIRST - year, 1), (FIRST, 18), kind=kind) == [], kind


def test_journeys_far_ahead_are_told():
    assert dated((CAME + timedelta(days=300), 5), kind="tickets") == []
    assert dated((CAME + timedelta(days=300, hours=1), 5), kind="tickets") == [("far-ahead", 5)]


@pytest.mark.parametrize(
    ("kind", "reading", "what"),
    [
        ("fixes", READ, []),
        ("fixes", READ | {"repeated": 3}, ["repeated-rows"]),
        ("checkins", READ | {"instants": 9, "at_midnight": 9}, ["midnight"]),
        ("checkins", READ | {"instants": 9, "at_midnight": 8}, []),
        ("tests", READ | {"instants": 9, "at_midnight": 9}, []),
    ],
)
def test_what_only_the_lines_show(kind, reading, what):
    assert named(list(of_account(account(kind), reading))) == what


def test_a_file_without_rows_is_told():
    assert named(list(of_account(account(read=0), READ))) == ["no-rows"]


def test_a_file_of_which_no_row_can_be_decoded_is_in_another_encoding():
    reasons = pl.DataFrame([(None, "not UTF-8", 100)], ["column", "reason", "rows"], orient="row")
    (found,) = of_rejects(account(), reasons)
    assert found.words.startswith("100 rows are not UTF-8, and no other is there")
    assert "the encoding of the others" in next(of_rejects(account(read=101), reasons)).words

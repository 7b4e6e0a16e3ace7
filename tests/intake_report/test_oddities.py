"""What is odd about kept rows: each bound from both sides, and numbers that go with their words."""

import polars as pl
import pytest

from tests.intake.test_impossible import NOW
from tests.intake.test_rows import GOOD, ZONE, batch
from tracing.intake.rows import read_rows
from tracing.intake_report.observing import Observing
from tracing.model import KINDS

NOWHERE = pl.DataFrame(schema={"latitude": pl.Float64, "longitude": pl.Float64})


def seen(kind: str, *changes: dict) -> dict[str, str]:
    """What is told of a file of the kind's good row with these changes, each a row; no row is rejected."""
    observing, rows = Observing(KINDS[kind], ZONE, NOWHERE), batch(kind, *changes)
    records, rejects = read_rows(KINDS[kind], rows, ZONE, now=NOW)
    assert rejects.is_empty()
    observing.see(rows, records, {})
    return {one.what: one.words for one in observing.findings()}


@pytest.mark.parametrize(
    ("kind", "what", "usual", "odd"),
    [
        ("checkins", "long-stays", {"checked_in_at": "2021-07-20T10:00", "checked_out_at": "2021-07-27T10:00"},
         {"checked_in_at": "2021-07-20T10:00", "checked_out_at": "2021-07-27T10:00:00.001"}),
        ("tickets", "long-journeys", {"arrives_at": "2021-08-15T10:00"}, {"arrives_at": "2021-08-15T10:00:00.001"}),
        ("proximity", "long-badge-records", {"observed_at": "2021-08-01", "duration_s": "86400"},
         {"observed_at": "2021-08-01", "duration_s": "86400.5"}),
        ("proximity", "no-pair", {"person_b": "q"}, {"person_b": "p"}),
        ("tests", "result-before-sample", {"sampled_at": "2021-08-05T10:00", "resulted_at": "2021-08-05T10:00"},
         {"sampled_at": "2021-08-05T10:00", "resulted_at": "2021-08-05T09:59:59.999"}),
        ("tests", "result-before-sample", {"sampled_at": "2021-08-05T10:00", "resulted_at": "2021-08-05"},
         {"sampled_at": "2021-08-05T00:00", "resulted_at": "2021-08-04"}),
        ("cases", "confirmed-before-sample", {"sampled_at": "2021-08-05T10:00", "confirmed_at": "2021-08-05"},
         {"sampled_at": "2021-08-05T10:00", "confirmed_at": "2021-08-04T23:00"}),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_and_nothing_else(kind, what, usual, odd):
    assert what not in seen(kind, usual)
    one, two = seen(kind, usual, odd)[what], seen(kind, odd, usual, odd)[what]
    assert one.startswith("1 ") and two.startswith("2 ")
    singular, plural = one.split()[1:3], two.split()[1:3]
    assert plural != singular and not (singular[0].endswith("s") or two.split()[2].startswith("is"))


@pytest.mark.parametrize("kind", GOOD)
def test_the_least_row_of_no_kind_is_odd(kind):
    assert seen(kind, {}) == {}


@pytest.mark.parametrize("count", [1, 2])
def test_hidden_rows_and_points_of_nobody_are_told_in_their_number(count):
    observing, rows = Observing(KINDS["fixes"], ZONE, NOWHERE), batch("fixes", *[{}] * count)
    records, _ = read_rows(KINDS["fixes"], rows, ZONE)
    observing.hidden, observing._marked = count, count
    observing.see(rows, records, {})
    words = " ".join(one.words for one in observing.findings())
    singular, plural = ("row is hidden", "point is a waypoint"), ("rows are hidden", "points are waypoints")
    assert all(f"{count} {part}" in words for part in (singular if count == 1 else plural)), words


TRAIN, PLANE = {"mode": "train", "coach": "5"}, {"mode": "flight"}


@pytest.mark.parametrize(
    ("what", "usual", "odd"),
    [
        ("seat-without-coach", {**TRAIN, "seat": "12A"}, {"mode": "train", "seat": "12A"}),
        ("seat-without-coach", {**PLANE, "seat": "12A"}, {"seat": "12A"}),
        ("seat-without-coach", {"seat": "无座"}, {"mode": "train", "row": "12"}),
        ("no-coach", TRAIN, {"mode": "train"}),
        ("no-coach", {**TRAIN, "seat": "无座"}, {"mode": "train", "seat": "无座"}),
        ("seat-without-row", {**TRAIN, "seat": "055"}, {**TRAIN, "seat": "12A"}),
        ("seat-without-row", {**PLANE, "seat": "12A", "row": "12"}, {**PLANE, "seat": "A12"}),
        ("coach-otherwise", TRAIN, {**TRAIN, "coach": "05"}),
        ("coach-otherwise", {**TRAIN, "coach": "餐车"}, {**TRAIN, "coach": "05车"}),
        ("service-otherwise", {"service": "G101"}, {"service": "g101"}),
        ("mode-otherwise", {"mode": "flight"}, {"mode": "Flight"}),
        ("mode-otherwise", {"mode": "tram"}, {"mode": "飞机"}),
    ],
)
def test_what_tickets_do_not_tell_or_tell_in_another_way(what, usual, odd):
    assert what not in seen("tickets", usual)
    one, two = seen("tickets", usual, odd)[what], seen("tickets", odd, usual, odd)[what]
    assert one.startswith("1 ticket tells ") and two.startswith("2 tickets tell ")


def test_a_file_in_which_no_ticket_has_a_coach_is_of_a_source_that_tells_none():
    assert "no-coach" not in seen("tickets", {"mode": "ship"}, {"mode": "train"})
    assert "no-coach" in seen("tickets", {"mode": "ship"}, TRAIN)

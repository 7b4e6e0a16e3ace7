"""What cannot be true of a row although each cell can be read, each bound from both sides."""

from datetime import UTC, datetime

import pytest

from tests.intake.test_rows import ZONE, batch, kept, reject
from tracing.intake.impossible import EARLY, FUTURE, TOO_LONG
from tracing.intake.rows import read_rows
from tracing.model import KINDS

NOW = datetime(2021, 8, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if any(column.observed for column in KINDS[kind].columns)])
def test_what_was_observed_lies_at_most_an_hour_past_the_moment_the_file_came(kind):
    for column in KINDS[kind].columns:
        if column.observed:
            for given, late in (("2021-08-05T13:00:00Z", False), ("2021-08-05T13:00:00.001Z", True)):
                records, rejects = read_rows(KINDS[kind], batch(kind, {column.name: given}), ZONE, now=NOW)
                assert (records.height, rejects.rows()) == (
                    (0, [(2, column.name, "date-like", FUTURE)]) if late else (1, [])
                )
                assert kept(kind, **{column.name: given})["line"] == 2, "without a moment no instant is late"


def test_what_is_to_come_is_not_in_the_future():
    """Tickets are bought ahead, isolations end ahead, links to plates hold on."""
    ahead = "2031-08-05T10:00"
    for kind, columns in (
        ("tickets", ("departs_at", "arrives_at")), ("isolations", ("from_at", "until_at")), ("vehicles", ("until_at",)),
        ("cases", ("isolated_at",)),
    ):  # fmt: skip
        records, _ = read_rows(KINDS[kind], batch(kind, dict.fromkeys(columns, ahead)), ZONE, now=NOW)
        assert records.height == 1


@pytest.mark.parametrize(
    ("kind", "row", "told"),
    [
        ("checkins", {"checked_out_at": "2099-01-01T00:00"}, ("checked_out_at", "date-like", FUTURE)),
        ("proximity", {"duration_s": "100000000000"}, ("duration_s", "digits", TOO_LONG)),
        ("proximity", {"duration_s": 1e300}, ("duration_s", "number", TOO_LONG)),
        ("proximity", {"duration_s": "25920000.001"}, ("duration_s", "number", TOO_LONG)),
        ("tickets", {"arrives_at": "2099-01-01T00:00"}, ("arrives_at", "date-like", TOO_LONG)),
        ("tickets", {"arrives_at": "2022-06-01T10:00:00.001"}, ("arrives_at", "date-like", TOO_LONG)),
    ],
)
def test_ends_and_lengths_that_cannot_be_true_are_rejects(kind, row, told):
    records, rejects = read_rows(KINDS[kind], batch(kind, {}, row), ZONE, now=NOW)
    assert records["line"].to_list() == [2]
    assert rejects.rows() == [(3, *told)]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("checkins", {"checked_in_at": "2001-01-01T00:00", "checked_out_at": "2021-08-05T20:00"}),
        ("proximity", {"observed_at": "2020-08-05T10:00", "duration_s": "25920000"}),
        ("tickets", {"arrives_at": "2022-06-01T10:00"}),
        ("proximity", {"person_a": "P"}),
    ],
)
def test_what_is_odd_and_possible_is_kept(kind, row):
    assert read_rows(KINDS[kind], batch(kind, row), ZONE, now=NOW)[0].height == 1


def test_a_badge_record_ends_at_most_an_hour_past_the_moment_its_file_came():
    """It begins at two in the morning, ten hours before the file came, and at most eleven hours later it was over."""
    for seconds, rejected in ((11 * 3600, []), (11 * 3600 + 0.001, [(2, "duration_s", "number", FUTURE)])):
        lines = batch("proximity", {"duration_s": seconds})
        assert read_rows(KINDS["proximity"], lines, ZONE, now=NOW)[1].rows() == rejected
        assert kept("proximity", duration_s=seconds)["line"] == 2, "without a moment no end is late"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].moments])
def test_nothing_that_happened_is_older_than_its_sources(kind):
    for name in KINDS[kind].moments:
        same_days = {column: "1980-01-01T00:00:00Z" for column in KINDS[kind].moments}
        assert kept(kind, **same_days)["line"] == 2
        older = {column: "1979-12-31T23:59:59.999Z" for column in KINDS[kind].moments}
        assert reject(kind, **older)[1:] == (KINDS[kind].moments[0], "date-like", EARLY)
        assert reject(kind, **{name: "1970-01-01"})[1:] == (name, "date-like", EARLY)


def test_links_and_isolations_may_go_back_as_far_as_they_like():
    """Registers write the first day they know for "always"."""
    assert kept("vehicles", from_at="1900-01-01")["from_at"].year == 1899, "midnight in Shanghai"
    assert kept("isolations", from_at="1970-01-01")["line"] == 2

"""The last day of follow-up, at the edges of local days and where clocks are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tracing import definitions
from tracing.contact_lines import case_lists, contacts
from tracing.times import HOUR, to_ms

FOLLOWED = {"close": 10, "secondary": 7}
TIERS = ("close", "secondary", "flagged")
# Clocks forward and back: over the sea, by half an hour, at midnight itself, and a zone that lost a whole day.
CHANGES = {
    "Europe/Berlin": ["2021-03-28T01:00", "2021-10-31T01:00"],
    "America/New_York": ["2021-03-14T07:00", "2021-11-07T06:00"],
    "Australia/Lord_Howe": ["2021-04-03T15:00", "2021-10-02T15:30"],
    "America/Santiago": ["2022-09-11T04:00", "2021-04-04T03:00"],
    "Pacific/Apia": ["2011-12-30T10:00"],
    "Asia/Shanghai": ["1991-09-14T17:00"],
}


def ends(zone: str) -> list[int]:
    """Ends of contacts within two days of a change, to the millisecond at every full hour (ms)."""
    changes = [to_ms(datetime.fromisoformat(change).replace(tzinfo=UTC)) for change in CHANGES[zone]]
    return [at + hour * HOUR + off for at in changes for hour in range(-48, 49) for off in (-1, 0, 1, 2)]


def definition() -> definitions.Definition:
    return definitions.parse(
        {
            "id": "d", "title": "d", "valid_from": datetime(2021, 1, 1).date(), "source": "made up",
            "infectious_period": {"before_days": 2},
            "rule": [{"id": "home", "evidence": "household", "tier": "close"}],
            "follow_up": {f"{tier}_days": days for tier, days in FOLLOWED.items()},
        },
        "d.toml",
    )  # fmt: skip


def lines(last: list[int], tier: str, zone: str) -> pl.DataFrame:
    """One line for each end of a contact, of a minute each."""
    numbers = pl.DataFrame({"exposure": range(len(last)), "last_at": last}).with_columns(
        person_id=pl.format("p{}", "exposure"), first_at=pl.col("last_at") - 60_000
    )
    facts = {"case_id": "C1", "source_id": "s", "rule": "home", "line_tier": tier}
    listed = numbers.with_columns(
        *(pl.lit(fact).alias(name) for name, fact in facts.items()),
        hop=pl.lit(0, pl.Int32), closest_m=pl.lit(None, pl.Float64), episodes=pl.lit(1, pl.Int64),
    )  # fmt: skip
    episodes = numbers.select(
        "exposure", started_at="first_at", finished_at="last_at", place_ids=pl.lit([], pl.List(pl.String))
    )
    nobody = pl.DataFrame(schema={"person_id": pl.String, "grid_id": pl.String})
    return case_lists(contacts(listed, episodes), nobody, definition(), zone)


def expected(last: int, tier: str, zone: str) -> str | None:
    day = datetime.fromtimestamp((last - 1) / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    return str(day + timedelta(days=FOLLOWED[tier])) if tier in FOLLOWED else None


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("tier", TIERS)
def test_it_is_counted_from_the_local_date_of_the_last_instant(zone, tier):
    found = lines(ends(zone), tier, zone)
    days = found.select("last_contact_at", pl.col("follow_up_until").dt.to_string()).rows()
    assert days == [(last, expected(last, tier, zone)) for last, _ in days]
    assert found.height == len(ends(zone))


def test_these_changes_are_changes():
    for zone, changes in CHANGES.items():
        for change in changes:
            at = datetime.fromisoformat(change).replace(tzinfo=UTC)
            offsets = [(at + timedelta(minutes=off)).astimezone(ZoneInfo(zone)).utcoffset() for off in (-31, 31)]
            assert offsets[0] != offsets[1], zone

"""Instants: every form the specification knows."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tracing.intake.instants import UTC_MS, instant, to_instants

SHANGHAI = "Asia/Shanghai"


def one(value, zone=SHANGHAI, closing=False):
    return to_instants(pl.Series([value]), zone, closing)[0]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-08-05T10:20:30", utc(2021, 8, 5, 2, 20, 30)),
        ("2021-08-05 10:20:30", utc(2021, 8, 5, 2, 20, 30)),
        ("2021-08-05T10:20", utc(2021, 8, 5, 2, 20)),
        ("2021-08-05T10", utc(2021, 8, 5, 2)),
        ("2021-08-05T10:20:30Z", utc(2021, 8, 5, 10, 20, 30)),
        ("2021-08-05T10:20:30+08:00", utc(2021, 8, 5, 2, 20, 30)),
        ("2021-08-05T10:20:30+0800", utc(2021, 8, 5, 2, 20, 30)),
        ("2021-08-05T10:20:30+08", utc(2021, 8, 5, 2, 20, 30)),
        ("2021-08-05T10:20:30-03:30", utc(2021, 8, 5, 13, 50, 30)),
        ("2021-08-05T10:20-00:00", utc(2021, 8, 5, 10, 20)),
        ("2021-08-05T10:20:30.5Z", utc(2021, 8, 5, 10, 20, 30, 500_000)),
        ("2021-08-05T10:20:30,25Z", utc(2021, 8, 5, 10, 20, 30, 250_000)),
        ("2021-08-05T10:20:30.123999999999999Z", utc(2021, 8, 5, 10, 20, 30, 123_000)),
        ("1969-12-31T23:59:59.9999Z", utc(1969, 12, 31, 23, 59, 59, 999_000)),
        ("20210805T102030", utc(2021, 8, 5, 2, 20, 30)),
        ("20210805T1020Z", utc(2021, 8, 5, 10, 20)),
        ("20210805 102030.125+0800", utc(2021, 8, 5, 2, 20, 30, 125_000)),
        ("2021-08-05T24:00", utc(2021, 8, 5, 16)),
        ("2021-12-31T24:00:00.000Z", utc(2022, 1, 1)),
        ("2021-W31-4", utc(2021, 8, 4, 16)),
        ("2021W314T10:20Z", utc(2021, 8, 5, 10, 20)),
        ("2021-08-05", utc(2021, 8, 4, 16)),
        ("20210805", utc(2021, 8, 4, 16)),
        ("1900-01-01T00:00:00Z", utc(1900, 1, 1)),
        ("2200-12-31T23:59:59Z", utc(2200, 12, 31, 23, 59, 59)),
    ],
)
def test_forms_that_are_instants(text, expected):
    assert instant(text, SHANGHAI) == expected
    assert one(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1628130000",
        "1628130000000",
        "20210805102030",
        "2021",
        "2021-08",
        "2021-8-5",
        "2021/08/05",
        "2021-02-30",
        "2021-02-30T10:00:00",
        "2021-13-01T10:00:00Z",
        "2021-00-05",
        "2021-08-05T24:00:01",
        "2021-08-05T25:00",
        "2021-08-05T10:60",
        "2021-08-05T23:59:60",
        "2021-08-05T10:2030",
        "2021-08-05T1020:30",
        "2021-08-05T10:20:30.",
        "2021-08-05T10.5",
        "2021-08-05T10:20:30+24:00",
        "2021-08-05T10:20:30+8",
        "2021-08-05T10:20:30 +08:00",
        "2021-08-05T10:20:30Zulu",
        "2021-08-05Z",
        "2021-08-05T",
        "2021-08-05TT10:20:30",
        "2021-08-05t10:20:30z",
        "2021-W54-1",
        "2021-W31",
        "２０２１-08-05T10:20:30",
        "0000-01-01T00:00:00",
    ],
)
def test_forms_that_are_none(text):
    assert instant(text, SHANGHAI) is None
    assert one(text) is None


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2021-10-31T02:30:00", "Europe/Paris", utc(2021, 10, 31, 0, 30)),  # twice: the earlier
        ("2021-03-28T02:30:00", "Europe/Paris", utc(2021, 3, 28, 1, 30)),  # skipped: the offset before
        ("2017-10-15T00:30:00", "America/Sao_Paulo", utc(2017, 10, 15, 3, 30)),
        ("2017-10-15", "America/Sao_Paulo", utc(2017, 10, 15, 3)),
        ("2022-11-06", "America/Havana", utc(2022, 11, 6, 4)),
        ("2011-12-30T12:00:00", "Pacific/Apia", utc(2011, 12, 30, 22)),
    ],
)
def test_local_times_at_a_change_of_the_clock(text, zone, expected):
    assert instant(text, zone) == expected
    assert one(text, zone) == expected


def test_a_date_alone_ends_its_day_where_it_closes_a_window():
    for text, zone, expected in (
        ("2021-08-05", SHANGHAI, utc(2021, 8, 5, 16)),
        ("2021-W31-4", SHANGHAI, utc(2021, 8, 5, 16)),
        ("2017-10-14", "America/Sao_Paulo", utc(2017, 10, 15, 3)),
        ("2021-08-05T10:00", SHANGHAI, utc(2021, 8, 5, 2)),
        ("2200-12-31", "UTC", utc(2201, 1, 1)),
    ):
        assert instant(text, zone, closing=True) == expected
        assert one(text, zone, closing=True) == expected


def test_typed_values():
    assert one(date(2021, 8, 5)) == utc(2021, 8, 4, 16)
    assert one(date(2021, 8, 5), closing=True) == utc(2021, 8, 5, 16)
    assert one(datetime(2021, 8, 5, 10, 0, 0, 1_999)) == utc(2021, 8, 5, 2, 0, 0, 1_000)
    assert one(datetime(1969, 12, 31, 23, 59, 59, 999_999), "UTC") == utc(1969, 12, 31, 23, 59, 59, 999_000)
    assert one(datetime(2021, 10, 31, 2, 30), "Europe/Paris") == utc(2021, 10, 31, 0, 30)
    aware = pl.Series([datetime(2021, 8, 5, 10)]).dt.replace_time_zone("America/Havana")
    assert to_instants(aware, SHANGHAI).to_list() == [utc(2021, 8, 5, 14)]
    assert to_instants(pl.Series([20210805, 1628130000]), SHANGHAI).to_list() == [utc(2021, 8, 4, 16), None]
    assert to_instants(pl.Series([1628130000.0, True], strict=False), SHANGHAI).to_list() == [None, None]


LAST = utc(9999, 12, 31, 23, 59, 59, 999_000)


@pytest.mark.parametrize(
    ("value", "zone", "closing", "expected"),
    [
        ("9999-12-31", "UTC", False, utc(9999, 12, 31)),
        ("9999-12-31", "UTC", True, LAST),
        ("9999-12-31", SHANGHAI, True, LAST),
        ("9999-12-31T23:59:59", "America/New_York", False, LAST),
        ("0001-01-01", "UTC", False, utc(1, 1, 1)),
        ("0001-01-01T08:30", SHANGHAI, False, utc(1, 1, 1, 0, 24, 17)),
        ("0001-01-01", SHANGHAI, False, None),
        ("0001-01-01T00:00:00+08:00", SHANGHAI, False, None),
        ("2201-01-01T00:00:00Z", "UTC", False, utc(2201, 1, 1)),
        ("1899-12-31T23:59:59Z", "UTC", False, utc(1899, 12, 31, 23, 59, 59)),
    ],
)
def test_the_calendar_s_end_stands_for_without_end_and_before_its_beginning_is_no_instant(
    value, zone, closing, expected
):
    assert instant(value, zone, closing=closing) == expected
    assert one(value, zone, closing=closing) == expected
    if expected is None:
        assert one(value.replace("T", " "), zone) is None
    if len(value) == len("9999-12-31"):
        assert one(date.fromisoformat(value), zone, closing=closing) == expected


@pytest.mark.parametrize(
    "dtype", [pl.String, pl.Null, pl.Date, pl.Datetime("us"), pl.Datetime("ns", "UTC"), pl.Float64]
)
def test_columns_without_values(dtype):
    for values in ([], [None]):
        found = to_instants(pl.Series("seen_at", values, dtype=dtype), SHANGHAI)
        assert (found.name, found.dtype, found.to_list()) == ("seen_at", UTC_MS, values)


def test_the_column_given_is_not_changed():
    given = pl.Series(["2021-08-05T10:00:00", "x", None])
    before = given.to_list()
    to_instants(given, SHANGHAI)
    assert given.to_list() == before

"""Instants: every form the specification knows, and both readings held against a plain one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracing.intake import instants
from tracing.intake.instants import UTC_MS, instant, to_instants

SHANGHAI = "Asia/Shanghai"
ZONES = (
    SHANGHAI,  # summer time in the 1940s and from 1986 to 1991
    "America/Sao_Paulo",  # changed at midnight until 2019
    "Asia/Beirut",  # changes at midnight
    "America/Havana",  # midnight itself occurs twice
    "Europe/Paris",
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # had no 30 December 2011
    "UTC",
)
CHANGES = (
    datetime(1940, 6, 1),
    datetime(1986, 5, 4, 2),
    datetime(1991, 9, 15, 2),
    datetime(2011, 12, 30),
    datetime(2017, 10, 15),
    datetime(2018, 2, 18),
    datetime(2021, 3, 28, 2),
    datetime(2021, 10, 3, 2),
    datetime(2021, 10, 31, 3),
    datetime(2022, 3, 27),
    datetime(2022, 10, 30),
    datetime(2022, 11, 6, 1),
    datetime(2088, 3, 28, 2),
)


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
        ("0001-01-01", SHANGHAI, False, utc(1, 1, 1)),
        ("2201-01-01T00:00:00Z", "UTC", False, utc(2201, 1, 1)),
        ("1899-12-31T23:59:59Z", "UTC", False, utc(1899, 12, 31, 23, 59, 59)),
    ],
)
def test_registers_write_the_end_of_the_calendar_for_without_end(value, zone, closing, expected):
    assert instant(value, zone, closing=closing) == expected
    assert one(value, zone, closing=closing) == expected
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


def plain_local(local: datetime, zone: str) -> datetime:
    """The earliest instant at which the zone's clocks show the time; if none does, by the offset of the days before."""
    rules = ZoneInfo(zone)
    nearby = [(local + timedelta(hours=hours)).replace(tzinfo=UTC).astimezone(rules) for hours in range(-48, 49, 4)]
    candidates = [(local - near.utcoffset()).replace(tzinfo=UTC) for near in nearby]
    shown = [at for at in candidates if at.astimezone(rules).replace(tzinfo=None) == local]
    return min(shown) if shown else candidates[0]


def written(at: datetime, separator: str, digits: int, offset: str) -> str:
    fraction = f".{at.microsecond:06d}"[: digits + 1] if digits else ""
    return f"{at:%Y-%m-%d}{separator}{at:%H:%M:%S}{fraction}{offset}"


offsets = st.one_of(
    st.just(("", None)),
    st.just(("Z", timedelta())),
    st.builds(
        lambda sign, hours, minutes, colon: (
            f"{sign}{hours:02d}{colon}{minutes:02d}",
            timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1),
        ),
        st.sampled_from("+-"),
        st.integers(0, 23),
        st.integers(0, 59),
        st.sampled_from([":", ""]),
    ),
)
times = st.one_of(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)),
    st.builds(
        lambda change, minutes, rest: change + timedelta(minutes=minutes, microseconds=rest),
        st.sampled_from(CHANGES),
        st.integers(-1500, 1500),
        st.integers(0, 999_999),
    ),
)
stamps = st.tuples(times, st.sampled_from("T "), st.sampled_from([0, 1, 3, 6]), offsets)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.lists(stamps, min_size=1, max_size=12))
def test_both_readings_are_the_plain_one(zone, drawn):
    texts, expected = [], []
    for at, separator, digits, (suffix, offset) in drawn:
        kept = at.replace(microsecond=at.microsecond // 10 ** (6 - min(digits, 3)) * 10 ** (6 - min(digits, 3)))
        texts.append(written(at, separator, digits, suffix))
        expected.append(plain_local(kept, zone) if offset is None else (kept - offset).replace(tzinfo=UTC))
    assert to_instants(pl.Series(texts), zone).to_list() == expected
    assert [instant(text, zone) for text in texts] == expected
    naive = pl.Series([at for at, *_ in drawn], dtype=pl.Datetime("us"))
    assert to_instants(naive, zone).to_list() == [
        plain_local(at.replace(microsecond=at.microsecond // 1000 * 1000), zone) for at, *_ in drawn
    ]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.booleans())
def test_days_begin_and_end_at_local_midnight(zone, day, closing):
    midnight = datetime(day.year, day.month, day.day) + timedelta(days=closing)
    for given_as in (day, day.isoformat(), f"{day:%Y%m%d}"):
        assert one(given_as, zone, closing) == plain_local(midnight, zone)


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789-:+TZW., ", max_size=30) | st.from_regex(r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d(:\d\d)?Z?"))
@example("2021-08-05T10:20:30\n")
def test_any_text_is_read_alike_and_as_python_reads_it(text):
    found = instant(text, "UTC")
    assert one(text.strip(), "UTC") == found
    if found is not None and "24:00" not in text and "T24" not in text:
        plain = datetime.fromisoformat(text.strip())
        plain = plain if plain.tzinfo else plain.replace(tzinfo=UTC)
        assert found == plain.replace(microsecond=plain.microsecond // 1000 * 1000)


near = st.one_of(
    st.from_regex(r"(?:19|2[0-9]|00)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d", fullmatch=True),
    stamps.map(lambda stamp: written(*stamp[:3], "")),
)
ends = st.sampled_from(
    [
        "",
        "",
        "Z",
        "Z",
        "+08:00",
        "-0330",
        "+08",
        "+24:00",
        "+08:60",
        "+8",
        "z",
        " Z",
        ".",
        ".5",
        ".123Z",
        ".1234",
        ",5",
        "x",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["2021-08-05T10:20:30", "2021-08-05 10:20:30Z", None]), st.lists(st.tuples(near, ends), max_size=4)
)
@example("2021-08-05T10:20:30", [("0000-01-01T00:00:00", "")])
@example("2021-08-05T10:20:30Z", [("9999-12-31T23:59:59", "-08:00")])
def test_a_column_is_read_as_its_texts_one_by_one(first, drawn):
    texts = [first, *("".join(parts) for parts in drawn)]
    series = pl.Series(texts, dtype=pl.String)
    for zone in (SHANGHAI, "America/Havana"):
        assert to_instants(series, zone).to_list() == [text and instant(text, zone) for text in texts]


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%3f", "%Y-%m-%dT%H:%M:%SZ", "%FT%T+08:00"])
def test_a_column_of_one_frequent_form_is_read_at_once(form, monkeypatch):
    times = pl.datetime_range(datetime(2021, 8, 1), datetime(2021, 8, 9), "7m", time_unit="ms", eager=True)
    texts = times.dt.to_string(form)
    expected = [instant(text, SHANGHAI) for text in texts]
    for slow in ("_of_frequent", "_by_value", "instant"):
        monkeypatch.delattr(instants, slow)
    assert to_instants(texts, SHANGHAI).to_list() == expected


@given(st.lists(st.sampled_from(["2021-08-05", "2021-08-05T10", "2021-08-05T10:20+08:00"]), max_size=3), st.booleans())
def test_dates_and_short_times_among_frequent_ones(short, closing):
    texts = ["2021-08-05T10:20:30", *short]
    assert to_instants(pl.Series(texts), SHANGHAI, closing).to_list() == [instant(t, SHANGHAI, closing) for t in texts]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(CHANGES),
    st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=3)), min_size=1, max_size=6),
    st.booleans(),
)
def test_days_about_a_change_of_the_clock(zone, change, apart, closing):
    times = [(change + one).replace(microsecond=0) for one in apart]
    assert to_instants(pl.Series(times, dtype=pl.Datetime("ms")), zone).to_list() == [
        plain_local(at, zone) for at in times
    ]
    days = [at.date() for at in times]
    assert to_instants(pl.Series(days), zone, closing).to_list() == [
        plain_local(datetime(day.year, day.month, day.day) + timedelta(days=closing), zone) for day in days
    ]

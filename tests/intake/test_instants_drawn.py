"""Instants: both readings held against a plain one, on drawn times, zones and texts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.intake.test_instants import SHANGHAI, one
from tracing.intake import instants
from tracing.intake.instants import instant, to_instants

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
    for slow in ("_of_frequent", "by_value", "instant"):
        monkeypatch.delattr(instants, slow)
    assert to_instants(texts, SHANGHAI).to_list() == expected


@settings(deadline=None)
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

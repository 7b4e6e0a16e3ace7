"""Dates without their time: those whose time stands in another column, and dates of birth."""

from datetime import date

import polars as pl

from tests.intake.test_instants import SHANGHAI, utc
from tests.intake.test_stamps import AT_0705
from tracing.intake.stamps import NO_CENTURY, NO_DATE, NO_INSTANT, Clock, joined, read_dates, read_stamps
from tracing.intake.unread_stamps import NO_DAY


def test_a_date_and_a_time_given_apart():
    given = {
        ("2021/8/9", "下午3:05"): AT_0705,
        ("2021/8/9 0:00:00", "15:05"): AT_0705,
        ("2021-08-09T00:00:00.000", "15:05:00"): AT_0705,
        ("20210809", "150500"): AT_0705,
        ("44417.0", "0.628472222222"): AT_0705,
        ("2021/8/9", None): utc(2021, 8, 8, 16),
        ("2021/8/9 0:00", None): utc(2021, 8, 8, 16),
        ("2021/8/9 10:00", "15:05"): None,
        (None, "15:05"): None,
        (None, None): None,
    }
    texts = joined(pl.Series("day", [day for day, _ in given]), pl.Series([time for _, time in given]))
    found, reasons = read_stamps(texts, Clock(SHANGHAI, ("slashes", "iso", "compact", "excel-1900")))
    assert found.to_list() == list(given.values())
    assert reasons.to_list() == [None] * 7 + [NO_INSTANT, NO_DAY, None]
    assert found.name == "day"


def test_birth_dates_are_dates_whatever_the_zone():
    texts = [
        "1986-05-04",
        "1986/5/4",
        "1986年5月4日",
        "19860504",
        "31536",
        "1986-05-04T00:00:00+09:00",
        "1986/5/4 0:00",
    ]
    clock = Clock(SHANGHAI, ("iso", "slashes", "chinese", "compact", "excel-1900"))
    found, reasons = read_dates(pl.Series(texts), clock)
    assert found.to_list() == [date(1986, 5, 4)] * len(texts)
    assert reasons.to_list() == [None] * len(texts)


def test_birth_dates_that_could_be_two():
    clock = Clock(SHANGHAI, ("slashes", "chinese", "epoch-seconds"), "day-month-year")
    found, reasons = read_dates(pl.Series(["4/5/86", "86年5月4日", "515520000", "1986/2/30", "4/5/1986"]), clock)
    assert found.to_list() == [None, None, None, None, date(1986, 5, 4)]
    assert reasons.to_list() == [NO_CENTURY, NO_CENTURY, NO_DATE, NO_DATE, None]

"""Stamps: every form in which sources write instants, and what is never guessed."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.intake.test_instants import SHANGHAI, utc
from tracing.intake.instants import to_instants
from tracing.intake.stamps import (
    NO_HOUR,
    NO_INSTANT,
    NO_WEEKDAY,
    OTHER_ORDER,
    TWO_DAYS,
    TWO_FORMS,
    Clock,
    Look,
    looks,
    read_dates,
    read_stamps,
)

AT_0705 = utc(2021, 8, 9, 7, 5)


def read(text, *forms, order=None, closing=False, zone=SHANGHAI):
    found, reason = read_stamps(pl.Series([text]), Clock(zone, forms, order), closing)
    return found[0], reason[0]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("slashes", "2021/8/9 15:05", AT_0705),
        ("slashes", "2021/08/09 15:05:00.9996", utc(2021, 8, 9, 7, 5, 0, 999_000)),
        ("slashes", "2021/8/9 下午3:05", AT_0705),
        ("slashes", "2021/8/9下午 3:05:00", AT_0705),
        ("slashes", "2021/8/9 3:05 PM", AT_0705),
        ("slashes", "2021/8/9 PM 3:05", AT_0705),
        ("slashes", "2021/8/9 3:05p.m.", AT_0705),
        ("slashes", "2021/8/9 下午15:05", AT_0705),
        ("slashes", "２０２１／８／９　１５：０５", AT_0705),
        ("slashes", "2021/8/9 15时05分", AT_0705),
        ("slashes", "2021/8/9 150500", AT_0705),
        ("slashes", "2021/8/9 15:05+08:00", AT_0705),
        ("slashes", "2021/8/9T07:05:00Z", AT_0705),
        ("slashes", "2021/8/9", utc(2021, 8, 8, 16)),
        ("slashes", "2021/8/9 24:00", utc(2021, 8, 9, 16)),
        ("slashes", "2021/8/9 12:05 AM", utc(2021, 8, 8, 16, 5)),
        ("slashes", "2021/8/9 上午12:05", utc(2021, 8, 8, 16, 5)),
        ("slashes", "2021/8/9 12:05 PM", utc(2021, 8, 9, 4, 5)),
        ("slashes", "2021/8/9 3.05 pm", AT_0705),
        ("slashes", "2021/8/9 3.05.00pm", AT_0705),
        ("slashes", "2021/8/9 15.05.00", AT_0705),
        ("slashes", "2021/8/9 3 pm", utc(2021, 8, 9, 7)),
        ("slashes", "2021/8/9 15:05:00:123", utc(2021, 8, 9, 7, 5, 0, 123_000)),
        ("slashes", "2021/8/9 0:05 AM", utc(2021, 8, 8, 16, 5)),
        ("slashes", "2021/8/9 下午3点05分", AT_0705),
        ("slashes", "2021/8/9 中午12:30", utc(2021, 8, 9, 4, 30)),
        ("slashes", "2021/8/9 中午11:30", utc(2021, 8, 9, 3, 30)),
        ("slashes", "2021/8/9 中午1:30", utc(2021, 8, 9, 5, 30)),
        ("slashes", "2021/8/9 凌晨1:30", utc(2021, 8, 8, 17, 30)),
        ("slashes", "2021/8/9 凌晨12:30", utc(2021, 8, 8, 16, 30)),
        ("slashes", "2021/8/9 早上8:15", utc(2021, 8, 9, 0, 15)),
        ("slashes", "2021/8/9 傍晚6:15", utc(2021, 8, 9, 10, 15)),
        ("slashes", "2021/8/9晚上8:15", utc(2021, 8, 9, 12, 15)),
        ("slashes", "2021/8/9 晚上20:15", utc(2021, 8, 9, 12, 15)),
        ("slashes", "2021/8/9 深夜11点", utc(2021, 8, 9, 15)),
        ("slashes", "2021/8/8 次日凌晨1:30", utc(2021, 8, 8, 17, 30)),
        ("slashes", "2021/8/9 星期一 15:05", AT_0705),
        ("slashes", "2021/8/9（周一）15:05", AT_0705),
        ("chinese", "2021年8月9日星期一", utc(2021, 8, 8, 16)),
        ("chinese", "2021年8月9日晚上8点半", utc(2021, 8, 9, 12, 30)),
        ("chinese", "2021年8月9日下午3点一刻", utc(2021, 8, 9, 7, 15)),
        ("months", "9 Aug 2021 15:05", AT_0705),
        ("months", "09-AUG-21 03.05.00.000000 PM", AT_0705),
        ("months", "Aug 9, 2021 3:05 PM", AT_0705),
        ("months", "9 September 2021", utc(2021, 9, 8, 16)),
        ("dots", "2021.8.9 15:05", AT_0705),
        ("dashes", "2021-8-9 15:05", AT_0705),
        ("dashes", "2021－０８－０９ 15:05:00", AT_0705),
        ("chinese", "2021年8月9日 15:05", AT_0705),
        ("chinese", "2021年08月09日15时05分00秒", AT_0705),
        ("chinese", "2021年8月9日下午3点05分", AT_0705),
        ("chinese", "２０２１年８月９日下午３：０５", AT_0705),
        ("chinese", "21年8月9号 15点05", AT_0705),
        ("chinese", "2021年8月9日", utc(2021, 8, 8, 16)),
        ("compact", "20210809150500", AT_0705),
        ("compact", "202108091505", AT_0705),
        ("compact", "20210809150500123", utc(2021, 8, 9, 7, 5, 0, 123_000)),
        ("compact", "20210809 15:05", AT_0705),
        ("compact", "２０２１０８０９１５０５００", AT_0705),
        ("compact", "20210809", utc(2021, 8, 8, 16)),
        ("epoch-seconds", "1628492700", AT_0705),
        ("epoch-seconds", "1628492700.0", AT_0705),
        ("epoch-seconds", "1628492700.1239", utc(2021, 8, 9, 7, 5, 0, 123_000)),
        ("epoch-milliseconds", "1628492700000", AT_0705),
        ("epoch-microseconds", "1628492700000000", AT_0705),
        ("epoch-microseconds", "1628492700123999.9", utc(2021, 8, 9, 7, 5, 0, 123_000)),
        ("epoch-milliseconds", "-1", datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)),
        ("excel-1900", "44417.6284722222", AT_0705),
        ("excel-1900", "44417 0.628472222222222", AT_0705),
        ("excel-1900", "44417", utc(2021, 8, 8, 16)),
        ("excel-1900", "44417.00", utc(2021, 8, 8, 16)),
        ("excel-1900", "61", utc(1900, 2, 28, 15, 54, 17)),
        ("excel-1900", "59", utc(1900, 2, 27, 15, 54, 17)),
        ("excel-1904", "42955.6284722222", AT_0705),
        ("iso", "2021-08-09T15:05", AT_0705),
        ("dashes", "2021-08-08 次日15:05", AT_0705),
        ("slashes", "2021/8/8 第二天 下午3:05", AT_0705),
        ("compact", "20210808次日1505", AT_0705),
        ("dashes", "2021-08-08 15:05(+1)", AT_0705),
        ("dashes", "2021-08-08 15:05 （＋１）", AT_0705),
        ("chinese", "2021年8月9日 当日15:05", AT_0705),
    ],
)
def test_each_form_by_its_name(form, text, expected):
    assert read(text, form) == (expected, None)


@pytest.mark.parametrize(
    "time",
    [
        *("13:05 PM", "0:05 PM", "0.05 pm", "PM 13:05", "13:05 AM", "15 pm", "上午15:05", "下午0:05", "凌晨8:00"),
        *(
            "早上12:00",
            "中午5:00",
            "中午10:30",
            "傍晚12:00",
            "晚上12:00",
            "晚上1:30",
            "半夜2:00",
            "午夜12点",
            "晚上15:05",
        ),
    ],
)
def test_an_hour_that_its_part_of_the_day_has_not_or_of_no_certain_day_is_not_read(time):
    assert read(f"2021/8/9 {time}", "iso", "slashes") == (None, NO_HOUR)


def test_a_weekday_that_is_not_the_day_s_is_not_read():
    assert read("2021/8/9 星期二 15:05", "slashes") == (None, NO_WEEKDAY)
    assert read("2021年8月9日 周日", "chinese", closing=True) == (None, NO_WEEKDAY)
    assert read_dates(pl.Series(["2021/8/9 周日"]), Clock(SHANGHAI, ("slashes",)))[1].item() == NO_WEEKDAY


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("slashes", "2021/2/30"),
        ("slashes", "2021/13/1"),
        ("slashes", "2021/8/9 25:00"),
        ("slashes", "2021/8/9 24:01"),
        ("slashes", "2021/8/9 15:60"),
        ("slashes", "2021/8/9 PM 3:05 PM"),
        ("slashes", "2021/8/9 25:05 PM"),
        ("slashes", "2021/8/9 15.05"),
        ("months", "2021/8/9"),
        ("months", "31 Feb 2021"),
        ("months", "9 Augusta 2021"),
        ("slashes", "2021/8/9 15"),
        ("slashes", "2021/8/915:05"),
        ("slashes", "2021/8/9 15:05+24:00"),
        ("slashes", "2021-8-9 15:05"),
        ("slashes", "1/2/3"),
        ("slashes", "0000/1/1"),
        ("slashes", "2021/8/2021"),
        ("chinese", "2021年8月"),
        ("chinese", "八月九日"),
        ("compact", "2021080915050"),
        ("compact", "2021080915"),
        ("epoch-seconds", "1.62849E+09"),
        ("epoch-seconds", "999999999999999"),
        ("epoch-microseconds", "999999999999999999"),
        ("excel-1900", "60"),
        ("excel-1900", "0"),
        ("excel-1900", "-5"),
        ("excel-1900", "44417.0.5"),
        ("excel-1900", "44417 .5"),
        ("excel-1900", "2958466"),
        ("excel-1904", "2957004"),
        ("iso", "２０２１-08-09"),
        ("dots", "昨天"),
        ("dashes", "2021-08-09 15:05+1"),
        ("dashes", "2021-08-09 次日24:00"),
        ("dashes", "2021-08-09 次日15:05(+1)"),
        ("dashes", "2021-08-09 次日"),
    ],
)
def test_what_is_no_instant(form, text):
    assert read(text, form) == (None, NO_INSTANT)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("slashes", "03/04/2021"),
        ("slashes", "13/04/2021"),
        ("slashes", "3/4/2021 15:05"),
        ("dashes", "03-04-21"),
        ("dots", "21.8.9"),
        ("dots", "１３．０４．２０２１"),
    ],
)
def test_a_text_that_could_be_two_days_is_never_guessed(form, text):
    assert read(text, form) == (None, TWO_DAYS)


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        ("day-month-year", "03/04/2021 08:00", utc(2021, 4, 3)),
        ("month-day-year", "03/04/2021 08:00", utc(2021, 3, 4)),
        ("day-month-year", "3/4/21 8:00", utc(2021, 4, 3)),
        ("year-month-day", "21/4/3 8:00", utc(2021, 4, 3)),
        ("month-day-year", "2021/4/3 8:00", utc(2021, 4, 3)),
    ],
)
def test_the_order_that_the_profile_tells_decides(order, text, expected):
    assert read(text, "slashes", order=order) == (expected, None)


def test_an_order_that_does_not_fit_the_text_decides_nothing():
    assert read("13/04/2021", "slashes", order="month-day-year") == (None, OTHER_ORDER)
    assert read("04/13/2021 08:00", "iso", "slashes", order="day-month-year") == (None, OTHER_ORDER)
    assert read("13/13/2021", "slashes", order="month-day-year") == (None, NO_INSTANT)
    assert read("03/04/2021", "slashes", order="year-month-day") == (None, TWO_DAYS)
    assert read("21/4/3", "slashes", order="day-month-year") == (None, TWO_DAYS)


def test_a_text_of_two_forms_with_two_instants_is_none():
    assert read("20210809", "compact", "epoch-seconds")[1] is None, "as seconds it would lie in 1970"
    assert read("1628492700", "compact", "epoch-seconds", "epoch-milliseconds", "excel-1900") == (AT_0705, None)
    assert read("1628492700000", "compact", "epoch-seconds", "epoch-milliseconds", "excel-1900") == (AT_0705, None)
    assert read("20210809150500", "epoch-seconds", "compact", "epoch-milliseconds") == (AT_0705, None)
    assert read("44417.5", "excel-1900", "excel-1904") == (None, TWO_FORMS)
    assert read("20210809", "compact", "iso") == (utc(2021, 8, 8, 16), None)
    assert read("2021/8/9 15:05", "compact", "epoch-seconds", "slashes") == (AT_0705, None)


def test_a_date_alone_closes_its_day():
    for form, text in (
        ("slashes", "2021/8/9"),
        ("compact", "20210809"),
        ("excel-1900", "44417"),
        ("iso", "2021-08-09"),
    ):
        assert read(text, form, closing=True) == (utc(2021, 8, 9, 16), None)
    assert read("2021/8/9 15:05", "slashes", closing=True) == (AT_0705, None)
    assert read("2021/8/9 0:00", "slashes", closing=True) == (utc(2021, 8, 8, 16), None)
    assert read("44417 0.0", "excel-1900", closing=True) == (utc(2021, 8, 8, 16), None)
    last = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)
    assert read("9999/12/31", "slashes", closing=True, zone="America/Havana") == (last, None)
    assert read("9999/12/31 23:00-05:00", "slashes") == (last, None)
    assert read("0001/1/1 00:00+05:00", "slashes") == (datetime(1, 1, 1, tzinfo=UTC), None)


def test_the_hour_that_the_clock_repeats_or_skips():
    assert read("1991/9/15 1:30", "slashes")[0] == utc(1991, 9, 14, 16, 30)
    assert read("1986/5/4 2:30", "slashes")[0] == utc(1986, 5, 3, 18, 30)


def test_iso_alone_is_what_it_always_was():
    texts = pl.Series("at", ["2021-08-09", None, "2021/8/9", "2021-08-09T15:05:06.1239Z"])
    found, reasons = read_stamps(texts, Clock(SHANGHAI), closing=True)
    assert found.equals(to_instants(texts, SHANGHAI, closing=True), check_names=True)
    assert reasons.to_list() == [None, None, NO_INSTANT, None]


def test_typed_columns_need_no_form():
    days = pl.Series([date(2021, 8, 9), None])
    assert read_stamps(days, Clock(SHANGHAI, ("slashes",)), closing=True)[0].to_list() == [utc(2021, 8, 9, 16), None]
    assert read_dates(days, Clock(SHANGHAI))[0].to_list() == days.to_list()


def test_a_column_without_anything():
    for forms in (("iso",), ("slashes", "compact")):
        found, reasons = read_stamps(pl.Series("at", [None, None], dtype=pl.String), Clock(SHANGHAI, forms))
        assert found.to_list() == reasons.to_list() == [None, None]
        assert found.name == "at"
        assert found.dtype == pl.Datetime("ms", "UTC")
        assert read_stamps(pl.Series([], dtype=pl.String), Clock(SHANGHAI, forms))[0].is_empty()


def test_the_forms_a_column_may_have():
    assert looks(pl.Series(["03/04/2021 8:00", "2021/8/9 8:00", "x", None])) == [Look("slashes", 2 / 3, 1 / 3)]
    assert [look.form for look in looks(pl.Series(["44417.5", "44418.25"]))] == ["excel-1900", "excel-1904"]
    assert looks(pl.Series(["1628492700"])) == [Look("epoch-seconds", 1.0, 0.0)]
    assert looks(pl.Series(["1628492700000"])) == [Look("epoch-milliseconds", 1.0, 0.0)]
    assert [look.form for look in looks(pl.Series(["20210809"]))] == ["iso", "compact"]
    assert looks(pl.Series([None, "ABC"], dtype=pl.String)) == looks(pl.Series([], dtype=pl.String)) == []

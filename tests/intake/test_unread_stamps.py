"""Texts that are nearly instants: what they lack is said, and nothing is made up for it."""

import polars as pl
import pytest

from tests.intake.test_instants import SHANGHAI, utc
from tracing.intake.stamps import NO_INSTANT, Clock, read_stamps
from tracing.intake.unread_stamps import NO_DAY, NO_YEAR, ONE_DIGIT, ZONE_NAME

FORMS = ("iso", "slashes", "dashes", "chinese", "compact", "excel-1900")
AT_2015, AT_200503 = utc(2021, 8, 9, 12, 15), utc(2021, 8, 9, 12, 5, 3)


def read(text, *forms, zone=SHANGHAI, one_digit=False):
    found, reason = read_stamps(pl.Series([text]), Clock(zone, forms or FORMS, one_digit=one_digit))
    return found[0], reason[0]


@pytest.mark.parametrize(
    "time", ["20:1", "20:15:3", "20:1:30", "20:5:3", "8:1 PM", "下午8:1", "20点1", "20时15分3", "20:1+08:00"]
)
def test_minutes_and_seconds_of_one_digit_are_none(time):
    assert read(f"2021/8/9 {time}") == (None, ONE_DIGIT)


def test_one_digit_is_read_where_the_profile_says_so():
    assert read("2021/8/9 20:5:3", one_digit=True) == (AT_200503, None)
    assert read("2021/8/9 下午8:5:3", one_digit=True) == (AT_200503, None)
    assert read("2021/8/9 20:05:03", one_digit=True) == (AT_200503, None)
    assert read("2021/8/9 20:15", one_digit=True) == (AT_2015, None)
    assert read("2021/8/9 20点1", one_digit=True) == (None, ONE_DIGIT)


@pytest.mark.parametrize("text", ["2021年8月9日20时5分3秒", "2021年8月9日20时05分03秒", "2021年8月9日 20:05:03"])
def test_a_word_behind_a_digit_shows_that_it_is_whole(text):
    assert read(text) == (AT_200503, None)


@pytest.mark.parametrize("text", ["8月7日", "8月7日20:15", "08月07号 晚8:15", "8-7 20:15", "08/07 20:15:00", "08-07"])
@pytest.mark.parametrize("forms", [FORMS, ("iso",)])
def test_a_day_without_its_year_says_so(text, forms):
    assert read(text, *forms) == (None, NO_YEAR)


def test_a_time_without_its_day_says_so():
    assert read("20:15") == read("20:15:00.5", "iso") == (None, NO_DAY)
    assert read("昨天") == read("2021/13/9", "iso") == (None, NO_INSTANT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021/8/9 晚8:15", AT_2015),
        ("2021年8月9日晚8点15分", AT_2015),
        ("2021/8/9 早8:15", utc(2021, 8, 9, 0, 15)),
        ("2021年8月9日零点15分", utc(2021, 8, 8, 16, 15)),
        ("2021年8月9日 凌晨零时15分", utc(2021, 8, 8, 16, 15)),
        ("2021年8月9日零点", utc(2021, 8, 8, 16)),
    ],
)
def test_words_for_hours(text, expected):
    assert read(text) == (expected, None)


@pytest.mark.parametrize("text", ["2021年8月9日二十零点15分", "2021年8月9日 晚点8:15", "2021年8月9日 二零点"])
def test_words_that_only_look_alike(text):
    assert read(text) == (None, NO_INSTANT)


@pytest.mark.parametrize("text", ["2021-08-09 20:15:00 CST", "2021/8/9 20:15 cst", "2021-08-09 20:15:00(CST)"])
@pytest.mark.parametrize("forms", [FORMS, ("iso", "slashes")])
def test_the_name_of_a_zone_is_read_where_it_is_the_profile_s_own(text, forms):
    assert read(text, *forms) == (AT_2015, None)
    assert read(text, *forms, zone="Asia/Taipei") == (AT_2015, None)
    assert read(text, *forms, zone="UTC") == (None, ZONE_NAME)
    assert read(text, *forms, zone="America/Chicago") == (None, ZONE_NAME), "CDT in August"


def test_the_name_of_a_zone_goes_by_the_season():
    assert read("2021-01-09 20:15 CST", zone="America/Chicago") == (utc(2021, 1, 10, 2, 15), None)
    assert read("2021-08-09 20:15 CDT", zone="America/Chicago") == (utc(2021, 8, 10, 1, 15), None)
    assert read("2021-08-09 20:15 EST") == (None, ZONE_NAME)


def test_iso_alone_reads_names_as_well():
    texts = pl.Series(["2021-08-09 20:15:00", "2021-08-09 20:15:00 CST", "2021-08-09 20:1", None, "9 Aug"])
    found, reasons = read_stamps(texts, Clock(SHANGHAI))
    assert found.to_list() == [AT_2015, AT_2015, None, None, None]
    assert reasons.to_list() == [None, None, ONE_DIGIT, None, NO_INSTANT]


def test_utc_is_no_name_of_several():
    assert read("2021/8/9 12:15 UTC") == read("2021/8/9 12:15:00GMT") == (AT_2015, None)
    assert read("2021/8/9 20:15+08:00 CST")[0] is None

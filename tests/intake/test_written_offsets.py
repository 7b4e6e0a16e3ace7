"""Offsets that bear a name, and times that look like offsets."""

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.intake.test_instants import SHANGHAI, utc
from tests.profiles.samples import ANNA, lines
from tracing.intake.stamps import NO_INSTANT, NO_WEEKDAY, Clock, looks, read_stamps
from tracing.intake.unread_stamps import STRETCH, ZONE_NAME

FORMS = ("iso", "slashes", "chinese", "compact", "excel-1900")
AT_1205 = utc(2021, 8, 9, 12, 5)
HEADER = "身份证号,场所码,扫码时间"


def read(text, *forms, zone=SHANGHAI):
    found, reason = read_stamps(pl.Series([text]), Clock(zone, forms or FORMS))
    return found[0], reason[0]


@pytest.mark.parametrize(
    "text",
    [
        "2021-08-09 20:05:00 GMT+8",
        "2021-08-09 20:05 UTC+8",
        "2021-08-09 20:05:00 (UTC+08:00)",
        "2021-08-09 20:05:00（gmt+0800）",
        "2021/8/9 20:05 GMT+08",
        "2021/8/9 下午8:05 GMT+8",
        "2021年8月9日20时05分 UTC+8",
        "2021-08-09 20:05:00（北京时间）",
        "2021/8/9 20:05 北京时间",
        "北京时间2021年8月9日20时05分",
        "北京时间：2021-08-09 20:05:00",
        "2021-08-09 06:35:00 GMT-5:30",
    ],
)
@pytest.mark.parametrize("zone", [SHANGHAI, "America/Chicago"])
def test_an_offset_that_bears_a_name_is_read_in_any_zone(text, zone):
    assert read(text, zone=zone) == (AT_1205, None)
    assert any(look.share == 1 for look in looks(pl.Series([text])))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-08-09T20:05:00+08:00[Asia/Shanghai]", None),
        ("2021-08-09T20:05+08:00[Asia/Shanghai]", None),
        ("2021-08-09T20:05:00.000+0800 [Asia/Shanghai]", None),
        ("2021-08-09T12:05Z[UTC]", None),
        ("2021-08-09T07:05-05:00[America/Chicago]", None),
        ("2021-08-09T06:05-06:00[America/Chicago]", ZONE_NAME),
        ("2021-08-09T20:05+08:00[Asia]", ZONE_NAME),
        ("2021-08-09T20:05+08:00[../../etc]", NO_INSTANT),
        ("2021-08-09T20:05[Asia/Shanghai]", NO_INSTANT),
        ("2021-08-09T20:05+08:00[Asia/Shanghai] or so", NO_INSTANT),
    ],
)
@pytest.mark.parametrize("forms", [FORMS, ("iso",)])
def test_a_zone_behind_an_offset_is_one_that_has_it_then(text, reason, forms):
    assert read(text, *forms, zone="America/Chicago") == (None if reason else AT_1205, reason)


@pytest.mark.parametrize("text", ["2021-08-09 20:05 GMT+25", "2021-08-09 GMT+8", "20:05 GMT+", "北京时间", "GMT+8"])
def test_what_only_bears_such_a_name_is_none(text):
    assert read(text) == (None, NO_INSTANT)


def test_a_name_of_several_zones_still_needs_the_profile():
    assert read("2021-08-09 20:05 CST", zone="UTC") == (None, ZONE_NAME)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-08-09 10:00-11:00", STRETCH),
        ("2021-08-09 9:30-10:00", STRETCH),
        ("2021/8/9 10:00 - 11:30", STRETCH),
        ("2021-08-09 10:00-05:00", None),
        ("2021-08-09 10:00:00-11:00", None),
        ("2021-08-09T10:00-11:00", None),
        ("2021-08-09 10:00+11:00", None),
    ],
)
def test_two_times_of_one_day_are_no_offset(tmp_path, text, reason):
    """A log of visits may hold both times in one cell: the second read as an offset moves the visit by a day."""
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", put(tmp_path / "a.csv", lines(HEADER, f"{ANNA},M1,{text}")))
    assert (rows(made / "store.duckdb", "SELECT 1 FROM checkins") == []) == (reason is not None)
    assert (STRETCH in told(made, "rejects").out) == (reason is not None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mon, 09 Aug 2021 12:05:00 GMT", None),
        ("Mon, 9 Aug 2021 20:05:00 +0800", None),
        ("Mon Aug 09 20:05:00 CST 2021", None),
        ("Mon Aug  9 20:05:00 2021", None),
        ("Mon Aug 09 20:05:00 GMT+08:00 2021", None),
        ("Mon Aug 09 2021 20:05:00 GMT+0800 (China Standard Time)", None),
        ("Mon Aug 09 2021 20:05:00 GMT+0800 (中国标准时间)", None),
        ("Monday, August 9, 2021 8:05 PM", None),
        ("Mon 2021/8/9 20:05", None),
        ("mon. 2021-08-09 20:05", None),
        ("Tue, 09 Aug 2021 12:05:00 GMT", NO_WEEKDAY),
        ("Mon Aug 09 20:05:00 EST 2021", ZONE_NAME),
        ("Mon", NO_INSTANT),
        ("Monday 20:05", NO_INSTANT),
        ("Monkey 2021/8/9 20:05", NO_INSTANT),
    ],
)
def test_a_weekday_that_stands_first_is_that_of_the_day(text, reason):
    assert read(text, *FORMS, "months", "dashes") == (None if reason else AT_1205, reason)
    assert not reason or not any(look.form == "iso" for look in looks(pl.Series([text])))

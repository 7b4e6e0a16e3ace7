"""Stamps held against the slow reading, on drawn times in every form, and on texts with a character changed."""

from datetime import datetime

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.intake import slow_stamps
from tests.intake.slow_stamps import slow_stamp
from tests.intake.test_instants_drawn import ZONES, times
from tracing.intake.stamp_forms import ORDERS
from tracing.intake.stamps import (
    NAMES,
    NO_HOUR,
    NO_INSTANT,
    NO_WEEKDAY,
    OTHER_ORDER,
    TWO_DAYS,
    TWO_FORMS,
    Clock,
    read_stamps,
)
from tracing.intake.unread_stamps import NO_DAY, NO_YEAR, ONE_DIGIT, ZONE_NAME

WIDE = str.maketrans("0123456789:/-. ", "０１２３４５６７８９：／－．　")
REASONS = {
    **{slow_stamps.TWO_DAYS: TWO_DAYS, slow_stamps.TWO_FORMS: TWO_FORMS, None: NO_INSTANT},
    **{slow_stamps.NO_HOUR: NO_HOUR, slow_stamps.NO_WEEKDAY: NO_WEEKDAY},
}
PARTS = ("凌晨", "清晨", "早上", "上午", "中午", "下午", "傍晚", "晚上", "夜间", "深夜", "半夜", "am", "PM")


def days(at: datetime) -> list[str]:
    short = f"{at.year % 100:02d}"
    return [f"{at.year}{sign}{at.month}{sign}{at.day}" for sign in "/.-"] + [
        f"{at:%Y/%m/%d}",
        f"{at.day}/{at.month}/{at.year}",
        f"{at:%m-%d-%Y}",
        f"{short}/{at.month}/{at.day}",
        f"{at.day}.{at.month}.{short}",
        f"{at.year}年{at.month}月{at.day}日",
        f"{short}年{at.month}月{at.day}号",
        f"{at:%Y%m%d}",
        f"{at:%Y-%m-%d}",
        *(f"{at.day}{sign}{at:%b}{sign}{at.year}" for sign in " -"),
        f"{at.day}-{at:%b}-{short}",
        f"{at:%B} {at.day}, {at.year}",
        f"{at.year}/{at.month}/{at.day} 星期{'一二三四五六日'[at.weekday()]}",
        f"{at.year}年{at.month}月{at.day}日（周{'一二三四五六天'[at.day % 7]}）",
    ]


def clocks(at: datetime) -> list[str]:
    half = at.hour % 12 or 12
    return [
        "",
        f" {at.hour}:{at.minute:02d}",
        f" {at:%H:%M:%S}.{at.microsecond:06d}",
        f"T{at:%H:%M:%S}Z",
        f" {at:%H:%M:%S}+0330",
        f" {'上下'[at.hour > 11]}午{half}:{at.minute}:{at.second}",
        f"{'上下'[at.hour > 11]}午{half}点{at.minute}分",
        f" {half}:{at.minute:02d} {'ap'[at.hour > 11]}.m.",
        f" {'AP'[at.hour > 11]}M {half}:{at.minute:02d}",
        f"{at.hour}时{at.minute}分{at.second}秒",
        f" {'早' if at.hour < 12 else '晚'}{half}:{at.minute:02d}",
        f"零点{at.minute}分",
        f" {at:%H%M%S}",
        f"{at:%H%M%S}{at.microsecond // 1000:03d}",
        f"{at:%H%M}",
        " 24:00",
        f" {half}.{at.minute:02d}.{at.second:02d} PM",
        f" {half}pm",
        f" {at:%H:%M:%S}:{at.microsecond // 1000:03d}",
        *(f"{part}{hour}{minute}" for part in PARTS[:-2] for hour in (half, at.hour) for minute in ("点半", ":05")),
        *(f" {hour}:{at.minute:02d} {part}" for part in PARTS for hour in (half, at.hour)),
    ]


def numbers(at: datetime) -> list[str]:
    seconds = int((at - datetime(1970, 1, 1)).total_seconds())
    since = (at - datetime(1899, 12, 30)).total_seconds() / 86_400
    return [
        str(seconds),
        f"{seconds}.25",
        str(seconds * 1000),
        str(seconds * 10**6),
        f"{since:.10f}",
        str(int(since)),
        f"{int(since)} 0.5",
    ]


texts = st.one_of(
    st.tuples(times.flatmap(lambda at: st.tuples(st.sampled_from(days(at)), st.sampled_from(clocks(at))))).map(
        lambda pair: "".join(pair[0])
    ),
    times.flatmap(lambda at: st.sampled_from(numbers(at))),
)
spoiled = st.tuples(texts, st.integers(0, 30), st.sampled_from([*"0123/.-: 上下午晚半年月日时apmzt+", ""])).map(
    lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + 1 :]
)
clocks_of_sources = st.tuples(
    st.sampled_from(ZONES),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(tuple),
    st.sampled_from([None, *ORDERS]),
)


@settings(max_examples=150, deadline=None)
@given(
    clocks_of_sources,
    st.lists(st.one_of(texts, texts.map(lambda t: t.translate(WIDE)), spoiled), max_size=8),
    st.booleans(),
)
@example(("Asia/Shanghai", NAMES, None), ["1/1/1", "0000/1/1", "60", "59", "61.5", "31/12/2021 25:00"], True)
def test_every_text_is_read_as_the_slow_reading_does(clock, drawn, closing):
    zone, forms, order = clock
    drawn = [text.strip() for text in drawn if text.strip()]
    found, reasons = read_stamps(pl.Series(drawn, dtype=pl.String), Clock(zone, forms, order), closing)
    reasons = reasons.replace([ONE_DIGIT, NO_YEAR, NO_DAY, ZONE_NAME, OTHER_ORDER], NO_INSTANT)
    expected = [slow_stamp(text, forms, order, zone, closing) for text in drawn]
    assert list(zip(found, reasons, strict=True)) == [
        (None, REASONS[one]) if one in REASONS else (one, None) for one in expected
    ]

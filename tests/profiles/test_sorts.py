"""Coaches, rows, seats and services as tickets write them, numbers in other units, words with a meaning."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from tracing.intake.profiles.names import normal, normal_texts
from tracing.intake.profiles.nouns import Field
from tracing.intake.profiles.seat_texts import names_no_seat
from tracing.intake.profiles.sorts import NO_COMMA, SORTS, mapped, numbers, reader_of
from tracing.intake.values import COMMA

COACH = "not a coach such as 05车 or 5"


def one(sort: str, text: str | None) -> tuple:
    values, reasons = SORTS[sort](pl.Series([text], dtype=pl.String))
    return values.item(), reasons.item()


@pytest.mark.parametrize(
    ("text", "coach"),
    [
        *[
            ("05车", "5"),
            ("5", "5"),
            ("05车厢", "5"),
            ("5号车厢", "5"),
            ("第5节", "5"),
            ("０５ 车", "5"),
            ("12号", "12"),
        ],
        *[
            ("加01车厢", "加1"),
            ("加挂1", "加1"),
            ("增1车", "加1"),
            ("加车2号", "加2"),
            ("车厢3", "3"),
            ("０３車廂", "3"),
        ],
        *[("五车", "5"), ("三", "3"), ("十二车厢", "12"), ("Coach 3", "3"), ("Car B", "B"), ("12D号03车", "3")],
        *[("加1车", "加1"), ("加1", "加1"), ("A", "A"), ("05车12A号", "5"), ("05车无座", "5"), (None, None)],
    ],
)
def test_coaches(text, coach):
    assert one("coach", text) == (coach, None)


@pytest.mark.parametrize("text", ["餐车", "12A", "x9x", "123", "-", "二三车", "312D"])
def test_what_is_no_coach(text):
    assert one("coach", text) == (None, COACH)


@pytest.mark.parametrize(
    ("text", "coach", "row", "seat"),
    [
        ("05车12A号", "5", "12", "12A"),
        ("05车012号", "5", None, "12"),
        ("055号", None, None, "55"),
        ("001", None, None, "1"),
        ("05-12A", "5", "12", "12A"),
        ("05/12A", "5", "12", "12A"),
        ("05 12A", "5", "12", "12A"),
        ("0512A", "5", "12", "12A"),
        ("05012A", "5", "12", "12A"),
        ("12A号05车", "5", "12", "12A"),
        ("第12排A座 5号车厢", "5", "12", "12A"),
        ("055号05车", "5", None, "55"),
        ("五车12A号", "5", "12", "12A"),
        ("十二车07号下铺", "12", None, "7下"),
        ("加一车07D", "加1", "7", "7D"),
        ("Coach 5, Seat 12A", "5", "12", "12A"),
        ("Coach C Seat 12", "C", None, "12"),
        ("Seat No. 12A", None, "12", "12A"),
        ("05车厢", "5", None, None),
        ("经济舱 31K", None, "31", "31K"),
        ("商务座01车01A", "1", "1", "1A"),
        ("二等座 05车 12A号", "5", "12", "12A"),
        ("05车12A号二等座", "5", "12", "12A"),
        ("硬座05车055号", "5", None, "55"),
        ("12A", None, "12", "12A"),
        ("１２ａ", None, "12", "12A"),
        ("012F", None, "12", "12F"),
        ("12-F", None, "12", "12F"),
        ("12排A座", None, "12", "12A"),
        ("12号", None, None, "12"),
        ("3车07号下铺", "3", None, "7下"),
        ("03车07D号", "3", "7", "7D"),
        ("加1车07D号", "加1", "7", "7D"),
        ("加1-07D", "加1", "7", "7D"),
        ("加挂1车 012号", "加1", None, "12"),
        ("03车/07D", "3", "7", "7D"),
        ("03車，第7排D座", "3", "7", "7D"),
        ("硬卧03车07号上铺", "3", None, "7上"),
        ("C座", None, None, "C"),
        ("C", None, None, "C"),
        ("无座", None, None, None),
        ("05车无座", "5", None, None),
        ("--", None, None, None),
        (None, None, None, None),
    ],
)
def test_seats(text, coach, row, seat):
    assert [one(sort, text) for sort in ("coach-of-seat", "row", "seat")] == [(coach, None), (row, None), (seat, None)]


@pytest.mark.parametrize(
    ("text", "row", "seat"),
    [
        ("A15", "15", "15A"),
        ("a15", "15", "15A"),
        ("Ａ１５", "15", "15A"),
        ("F07", "7", "7F"),
        ("L-3", "3", "3L"),
        ("12A", "12", "12A"),
        ("A1 5", None, None),
        ("A00", None, None),
        ("A115", None, None),
        ("16A/16B", None, None),
        ("A15/A16", None, None),
        ("I15", None, None),
        ("Z15", None, None),
        ("ABC", None, None),
        (None, None, None),
    ],
)
def test_on_a_flight_the_letter_of_a_seat_may_stand_before_its_row(text, row, seat):
    given = pl.Series([text], dtype=pl.String)
    for sort, wanted in (("row", row), ("seat", seat)):
        values, reasons = reader_of(Field(("座位",), sort=sort), "flight")(given)
        assert (values.to_list(), reasons.to_list()) == ([wanted], [None])
        if text and text[0].isalpha():
            assert reader_of(Field(("座位",), sort=sort), "train")(given)[0].to_list() == [None], "A may be a coach"


@pytest.mark.parametrize(
    "text",
    [
        "机组",
        "12AB",
        "1234",
        "A12",
        "12A 12B",
        "05车",
        "05车机组",
        "5-12",
        "512A",
        "5 12A",
        "1 2A",
        "03 07",
        "二三车12A",
    ],
)
def test_a_text_that_is_no_seat_loses_row_and_seat_and_never_the_ticket_with_its_coach(text):
    assert one("row", text) == one("seat", text) == (None, None)
    assert one("coach-of-seat", text) == ("5" if text.startswith("05") else None, None)


def test_services():
    assert [one("service", text)[0] for text in ("G101次", "ｇ101", "ca 1234", "CA1234", "")] == [
        *("G101", "G101", "CA1234", "CA1234"), "",
    ]  # fmt: skip


def test_units_are_exact_and_what_is_no_number_is_told():
    values, reasons = numbers(Fraction(1, 1_000_000), ".")(pl.Series(["39915000", "-1", "x", None]))
    assert values.to_list() == [39.915, -1e-6, None, None]
    assert reasons.to_list() == [None, None, "not a number", None]
    assert numbers(Fraction(3048, 10_000), ".")(pl.Series(["10"]))[0].item() == 3.048


def test_a_number_in_another_unit_is_the_one_that_the_usual_unit_would_say():
    every = range(-179_999_999, 180_000_000, 9_973)
    values, _ = numbers(Fraction(1, 1_000_000), ".")(pl.Series(map(str, every)))
    assert values.to_list() == [float(Decimal(number).scaleb(-6)) for number in every]


def test_words_are_compared_without_width_case_and_marks():
    values, reasons = mapped({"阴性": "negative", "neg": "negative"})(
        pl.Series(["阴 性", "：阴性", "Ｎｅｇ", "阳", None])
    )
    assert values.to_list() == ["negative"] * 3 + [None, None]
    assert reasons.to_list() == [None] * 3 + ["a word that the profile's values give no meaning", None]


@pytest.mark.parametrize("text", ["*手机号：", "手 机\n号", "Phone No.", "ＰＨＯＮＥ＿no", "", "（人）"])
def test_one_name_and_a_column_of_names_are_made_alike_the_same_way(text):
    assert normal_texts(pl.Series([text])).item() == normal(text)


def test_a_comma_before_decimals_is_read_where_it_is_stated_and_told_where_it_is_not():
    texts = pl.Series(["31,2304", "-0,5", "31", "31.2304", "1.234,5", "x", None])
    values, reasons = numbers(Fraction(1), ",")(texts)
    assert values.to_list() == [31.2304, -0.5, 31.0, None, None, None, None]
    assert reasons.to_list() == [None] * 3 + [NO_COMMA] * 3 + [None]
    values, reasons = numbers(Fraction(1, 1_000_000), ".")(texts)
    assert values.drop_nulls().to_list() == [31e-6, 31.2304e-6]
    assert reasons.to_list() == [COMMA, COMMA, None, None, "not a number", "not a number", None]


def test_a_phone_without_a_country_code_is_one_of_the_region_that_is_stated():
    texts = pl.Series(["0912 345 678", "+86 13800138000", "13800138000"])
    taiwan, _ = reader_of(Field(("電話",), sort="phone", region="TW"))(texts)
    assert taiwan.to_list() == ["+886912345678", "+8613800138000", None]
    home, _ = reader_of(Field(("电话",), sort="phone"))(texts)
    assert home.to_list() == [None, "+8613800138000", "+8613800138000"]


@pytest.mark.parametrize("text", ["无座", "站票", "05车无座", "05车厢", "No seat", "standing", "Coach 5"])
def test_who_stands_or_names_a_coach_alone_states_no_seat(text):
    assert names_no_seat(pl.Series([text])).item() and one("seat", text) == (None, None)
    assert not names_no_seat(pl.Series(["05车12A", "12A", "餐车", "机组"])).any()

"""Documents, phones and plates: one form a key, reasons that hold no value, columns that a spreadsheet has cut."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from tracing.intake import keys, papers, phones, plates, resident_numbers
from tracing.intake.documents import SORTS, look_of, read_keys
from tracing.intake.keys import LOST, MASKED
from tracing.intake.papers import A_PHONE, WRONG_CHECK
from tracing.intake.papers import NOT_ONE as NO_DOCUMENT
from tracing.intake.phones import NOT_ONE as NO_PHONE
from tracing.intake.phones import SEVERAL
from tracing.intake.plates import LETTERS, PROVINCE
from tracing.intake.plates import NOT_ONE as NO_PLATE
from tracing.intake.resident_numbers import BIRTH, CHECK, CUT, PROVINCES, REGION
from tracing.intake.resident_numbers import NOT_ONE as NO_NUMBER

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643: weights of the first 17 digits."""

RESIDENT = "11010519491231002X"
MODULES = (keys, papers, phones, plates, resident_numbers)


def read(text, sort, **options):
    key, reason = read_keys(pl.Series([text], dtype=pl.String), sort, **options)
    return key[0], reason[0]


def numbered(region: str, born: date, serial: int) -> str:
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


numbers = st.builds(
    numbered,
    st.sampled_from(sorted(PROVINCES)).map(lambda province: province + "0105"),
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(1, 995),
)


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT,
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002x",
        "'11010519491231002X",
        "110105491231002",
        "110105491231002.0",
    ],
)
def test_one_resident_number_in_all_its_forms(text):
    assert read(text, "resident-number") == read(text, "document") == (RESIDENT, None)


@pytest.mark.parametrize("text", ["440524188001010014", "810000199408230021", "911124198108030024"])
def test_numbers_of_other_sorts_of_people(text):
    assert read(text, "resident-number") == (text, None)


def test_the_library_refuses_a_number_that_the_standard_gives_as_an_example():
    # Why counties are not asked for: the one of this number came into being after the birth.
    assert not ric.is_valid("440524188001010014")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("110105194912310021", CHECK),
        ("110105194912310000", CUT),
        ("990105194912310021", REGION),
        ("110105194913310021", BIRTH),
        ("110105190002290021", BIRTH),
        ("110105181902280021", BIRTH),
        ("110105490230002", BIRTH),
        ("000105491231002", REGION),
        ("1.10105E+17", LOST),
        ("1.10105194912310E17", LOST),
        ("1.10105194912310021E+17", LOST),
        ("110105194912310020.0", LOST),
        ("110105********002X", MASKED),
        ("110105XXXXXXXX002X", MASKED),
        ("1101051949123100", NO_NUMBER),
        ("X1010519491231002X", NO_NUMBER),
        ("不详", NO_NUMBER),
    ],
)
def test_what_is_no_resident_number(text, reason):
    assert read(text, "resident-number") == (None, reason)


@settings(max_examples=200, deadline=None)
@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_the_check_digit_tells_every_single_wrong_digit(number, place, more):
    assert read(number, "resident-number") == (number, None)
    wrong = "X" if number[place] != "X" and place == 17 else str((int(number[place].replace("X", "5")) + more) % 10)
    assert read(number[:place] + wrong + number[place + 1 :], "resident-number")[0] is None


@settings(max_examples=200, deadline=None)
@given(numbers)
def test_fifteen_and_eighteen_places_are_one_key(number):
    assert read(number[:6] + number[8:17], "resident-number") == (number, None)


@pytest.mark.parametrize("serial", ["996", "997", "998", "999"])
def test_fifteen_places_without_a_certain_century_equal_no_other(serial):
    short = f"110105491231{serial}"
    assert read(short, "resident-number") == (short, None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("e12345678", "E12345678"),
        ("EA1234567", "EA1234567"),
        ("Ｇ12345678", "G12345678"),
        ("H1234567800", "H12345678"),
        ("H1234567801", "H12345678"),
        ("M12345678", "M12345678"),
        ("12345678", "12345678"),
        ("1234567890(B)", "12345678"),
        ("1234567890（B）", "12345678"),
        ("1234567890", "1234567890"),
        ("USA110177061801", "USA110177061801"),
        ("C1234 5678", "C12345678"),
        ("123456789", "123456789"),
        ("A123456(3)", "A1234563"),
        ("a123456（3）", "A1234563"),
        ("AB987654(3)", "AB9876543"),
        ("G123456(A)", "G123456A"),
        ("1234567(8)", "12345678"),
    ],
)
def test_other_documents_by_their_look(text, key):
    assert read(text, "document") == (key, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("13800138000", A_PHONE),
        ("无", NO_DOCUMENT),
        ("PASSPORT", NO_DOCUMENT),
        ("1.10105E+17", LOST),
        ("E123****8", MASKED),
        ("A123456(4)", WRONG_CHECK),
        ("1234567(A)", NO_DOCUMENT),
    ],
)
def test_what_is_no_document(text, reason):
    assert read(text, "document") == (None, reason)


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "86 13800138000",
        "008613800138000",
        "１３８００１３８０００",
        "13800138000.0",
        "1.3800138000E+10",
        "1.38001380000e10",
        "013800138000",
        "(+86)13800138000",
    ],
)
def test_one_phone_in_all_its_forms(text):
    assert read(text, "phone") == ("+8613800138000", None)


def test_other_phones():
    assert read("010-62345678", "phone") == ("+861062345678", None)
    assert read("010-62345678转123", "phone") == ("+861062345678;ext=123", None)
    assert read("+852 9123 4567", "phone") == ("+85291234567", None)
    assert read("9123 4567", "phone", region="HK") == ("+85291234567", None)
    assert read("9123 4567", "phone") == (None, NO_PHONE)
    assert read("12345678901", "phone") == (None, NO_PHONE)
    assert read("13800138000/13900139000", "phone") == (None, SEVERAL)
    assert read("1.38001E+10", "phone") == (None, LOST)
    assert read("1.38001380005E+10", "phone") == (None, LOST)
    assert read("138****8000", "phone") == (None, MASKED)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("粤b·12345", "粤B12345"),
        ("粤Ｂ－１２３４５", "粤B12345"),
        ("粤B D12345", "粤BD12345"),
        ("粤BD12345", "粤BD12345"),
        ("粤B12345d", "粤B12345D"),
        ("云A888E8", "云A888E8"),
        ("粤Z1234港", "粤Z1234港"),
        ("云A1234学", "云A1234学"),
        ("WJ京12345", "WJ京12345"),
        ("使123456", "使123456"),
    ],
)
def test_plates_in_one_form(text, key):
    assert read(text, "plate") == (key, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("测A12345", PROVINCE), ("京A1O345", LETTERS), ("无牌", NO_PLATE), ("粤B1234567", NO_PLATE), ("粤B***45", MASKED)],
)
def test_what_is_no_plate(text, reason):
    assert read(text, "plate") == (None, reason)


@pytest.mark.parametrize("sort", SORTS[:-1])
@pytest.mark.parametrize("text", ["1234567" + ",a" * 300_000, "1" * 500_000, "A1" * 300_000, "粤" * 300_000])
def test_an_endless_text_is_refused_at_once(sort, text):
    assert read(text, sort)[0] is None


def test_texts_stay_as_they_are():
    assert read(" a B-1 ", "text") == ("a B-1", None)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SORTS[:-1]), st.text(max_size=25))
def test_a_reason_holds_no_value_and_a_key_is_its_own_key(sort, text):
    key, reason = read(text, sort)
    assert (key is None) != (reason is None)
    if key is None:
        assert reason in {v for m in MODULES for v in vars(m).values() if isinstance(v, str)}
    else:
        assert read(key, sort) == (key, None)


def test_nothing_given_is_nothing_read():
    for sort in SORTS:
        key, reason = read_keys(pl.Series("k", [None, None], dtype=pl.String), sort)
        assert key.to_list() == reason.to_list() == [None, None]
        assert key.name == "k"


TWENTY = [numbered("110105", date(1980, 1, day), 2 * day + 101) for day in range(1, 21)]


def test_the_look_of_a_column():
    assert look_of(pl.Series([*TWENTY, "不详"])) == "resident-number"
    assert look_of(pl.Series([*TWENTY[:5], "E12345678", "H12345678", "M12345678"])) == "document"
    assert look_of(pl.Series(["13800138000", "010-62345678"])) == "phone"
    assert look_of(pl.Series(["粤B12345"])) == "plate"
    assert look_of(pl.Series(["张伟", None])) is None
    assert look_of(pl.Series([], dtype=pl.String)) is None

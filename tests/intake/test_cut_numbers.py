"""Resident numbers that a spreadsheet has cut to 15 digits: columns that are refused, lines that are, and doubts."""

from datetime import date
from itertools import product
from math import comb

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, told
from tests.intake.test_documents import TWENTY, numbered
from tests.profiles.samples import lines
from tracing.intake.cut_numbers import doubtful, mangled
from tracing.intake.resident_numbers import CHECK, CUT, read_resident_number

GOOD, WRONG = 1 / 500, 1 / 5_000
ENDING = [number for serial in range(1_000) if (number := numbered("110105", date(1980, 1, 1), serial))[-3:] == "000"]
"""True numbers that end in 000."""


def cut(some: list[str]) -> list[str]:
    return [number[:15] + "000" for number in some]


def column_of(right: int, wrong: int, of: int) -> pl.Series:
    """So many different numbers of which so many end in 000, with a right and with a wrong check digit."""
    sound = [numbered("110105", date(1950 + n // 300, 1 + n // 28 % 12, 1 + n % 28), 100) for n in range(2_000)]
    sound = [number for number in dict.fromkeys(sound) if number.endswith("000")][:right]
    spoiled = [f"{n:06d}198001010000" for n in range(2 * wrong + 9)]
    spoiled = [number for number in spoiled if read_check(number)][:wrong]
    others = [f"{n:015d}001" for n in range(of - right - wrong)]
    assert (len(sound), len(spoiled)) == (right, wrong)
    return pl.Series([*sound, *spoiled, *others])


def read_check(number: str) -> bool:
    """Whether the check digit is wrong."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] != number[-1]


@pytest.mark.parametrize(
    ("right", "wrong", "of", "refused"),
    [
        *[(1, 0, 1, False), (0, 1, 1, False), (0, 1, 3, False), (2, 0, 2, True), (2, 0, 3, False), (1, 1, 3, True)],
        *[(1, 1, 5, True), (1, 1, 6, False), (0, 2, 3, True), (0, 2, 22, True), (0, 2, 23, False), (3, 0, 20, True)],
        *[(0, 3, 196, True), (0, 3, 197, False), (2, 0, 1_000, False), (4, 0, 1_000, False)],
    ],
)
def test_a_column_is_refused_for_what_a_good_one_would_hardly_show(right, wrong, of, refused):
    column = column_of(right, wrong, of)
    reason = f"{right + wrong} of {of} different resident numbers end in 000: a spreadsheet has cut them to 15 digits"
    assert mangled(column) == (reason if refused else None)
    assert mangled(pl.concat([column, column])) == mangled(column), "different numbers count, not lines"


@pytest.mark.parametrize("of", [1, 2, 3, 5, 10, 20, 40])
def test_false_alarms_are_rarer_than_one_column_in_a_hundred_thousand(of):
    """The exact chance of all that is refused, in columns where each number ends so, and wrong, by chance."""
    alarms = 0.0
    for right, wrong in product(range(4), repeat=2):
        if right + wrong <= of and mangled(column_of(right, wrong, of)):
            ways = comb(of, right) * comb(of - right, wrong)
            others = (1 - GOOD) ** (of - right - wrong)
            alarms += ways * (GOOD - WRONG) ** right * WRONG**wrong * others
    assert alarms < 2e-5, "what is refused first by number and then by check digits, each at most 1e-5"


def test_two_of_three_cut_by_a_spreadsheet_are_refused():
    """Nine cut numbers in ten have a wrong check digit."""
    seen = [mangled(pl.Series([*cut(TWENTY[at : at + 2]), TWENTY[-1]])) for at in range(18)]
    assert sum(reason is not None for reason in seen) >= 15


def test_one_person_scanned_often_does_not_make_a_column_look_cut():
    assert mangled(pl.Series(cut(TWENTY[:1]) * 500 + TWENTY)) is None


def test_columns_of_other_things_are_not_cut():
    others = pl.Series(
        ["13800138000", "2021000", None, "110105801231000", *(f"70000000000000{n}000" for n in range(9))]
    )
    assert mangled(others) is None and doubtful(others) == []


def test_a_cut_number_is_rejected_by_its_own_line_whatever_the_column():
    spoiled = next(number for number in cut(TWENTY) if read_check(number))
    assert read_resident_number(spoiled) == (None, CUT)
    assert read_resident_number(TWENTY[0][:-1] + ("1" if TWENTY[0][-1] != "1" else "2")) == (None, CHECK)


def test_a_right_number_that_ends_so_is_doubted_in_a_small_column_alone():
    assert ENDING
    assert doubtful(pl.Series([ENDING[0], ENDING[0]])) == [ENDING[0]]
    assert doubtful(pl.Series([ENDING[0], *TWENTY[:3]])) == [ENDING[0]]
    assert doubtful(pl.Series([ENDING[0], *TWENTY[:4]])) == []
    assert doubtful(pl.Series(TWENTY)) == [] and doubtful(pl.Series([], dtype=pl.String)) == []


def test_the_account_tells_of_rejects_and_of_doubts(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    spoiled = next(number for number in cut(TWENTY) if read_check(number))
    header = "姓名,身份证号,手机号,场所码,扫码时间"
    one = lines(header, *(f"安娜,{spoiled},,M{n},2021-08-05 10:00" for n in range(3)))
    said = told(workspace, "ingest", put(tmp_path / "a.csv", one)).out
    assert f"3 rejected: 身份证号 else 手机号 (person_id) {CUT}" in said
    few = lines(header, *(f"安娜,{ENDING[0]},,M{n},2021-08-05 10:00" for n in range(2)))
    said = told(workspace, "ingest", put(tmp_path / "b.csv", few)).out
    assert "2 kept" in said
    assert "2 rows bore a number in 身份证号 that ends in 000, as few do by chance" in said


@pytest.mark.parametrize("column", ["person_id", "document_number"])
def test_in_the_specification_s_own_form_columns_of_people_are_looked_at_too(tmp_path, column):
    workspace = new_workspace(tmp_path / "workspace")
    header = "person_id,document_number"
    rows = [f"{number},E1234567{n}" if column == "person_id" else f"u{n},{number}" for n, number in enumerate(TWENTY)]
    assert "20 kept" in told(workspace, "ingest", put(tmp_path / "persons_1.csv", lines(header, *rows))).out
    spoiled = [row.replace(TWENTY[n], cut(TWENTY)[n]) for n, row in enumerate(rows)]
    said = told(workspace, "ingest", put(tmp_path / "persons_2.csv", lines(header, *spoiled)))
    assert said.status == 2 and f"{column}: 20 of 20 different resident numbers end in 000" in said.err
    one = told(
        workspace, "ingest", put(tmp_path / "persons_3.csv", lines(header, *rows[:2], f"{ENDING[0]},{ENDING[0]}"))
    )
    assert f"1 row bore a number in {column} that ends in 000" in one.out


def test_keys_of_other_registers_that_end_so_are_no_cut_numbers(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    keys = [f"{700_000_000_000_000 + n}000" for n in range(20)]
    said = told(workspace, "ingest", put(tmp_path / "persons.csv", lines("person_id", *keys)))
    assert "20 kept" in said.out and "000" not in said.out


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("checkins_a.csv", "person_id,place_id,checked_in_at", "p1,{},2021-08-05 09:30"),
        ("households_a.csv", "household_id,person_id", "{},p1"),
        ("vehicles_a.csv", "plate,person_id", "京A12345,{}"),
        ("cases_a.csv", "case_id,person_id,classification,onset_at", "{},p1,confirmed,2021-08-05"),
        ("扫码.csv", "手机号,场所码,扫码时间", "13800138000,{},2021-08-05 09:30"),
    ],
)
def test_keys_that_a_spreadsheet_shortened_are_none(tmp_path, name, header, row):
    """Two places that have become one would make contacts of strangers, and two cases one."""
    workspace = new_workspace(tmp_path / "workspace")
    keys = ("3.30106E+17", "1.3800138E+10", "5E+11", "3.3E+0", "33010", "E+5", "3.3e+17 A")
    path = put(tmp_path / name, lines(header, *(row.format(key) for key in keys)))
    assert "7 rows = 4 kept + 3 rejected" in told(workspace, "ingest", path).out
    assert told(workspace, "rejects").out.count("digits are lost") == 3

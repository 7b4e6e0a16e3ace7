"""What programs leave in cells and between records: invisible characters, ="...", words for nothing, headers again."""

import gzip

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines, workbook
from tracing.intake.cell_texts import number_text
from tracing.intake.plates import NOT_ONE, PROVINCE, read_plate

HEADER = "姓名,身份证号,手机号,场所码,扫码时间,离开时间"
CHECKINS = "SELECT place_id, checked_in_at, checked_out_at FROM checkins ORDER BY line"


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


def test_what_nobody_sees_is_no_part_of_a_key_a_place_or_an_instant(workspace, tmp_path):
    seen = f"安娜,{ANNA},,M1,2021-08-05 10:00,"
    unseen = f"安娜,\ufeff{ANNA}\u200b,,M1\u200b,\u200e2021-08-05 10:00\u200b,\u2060"
    said = told(workspace, "ingest", put(tmp_path / "x.csv", lines(HEADER, seen, unseen)))
    assert "2 rows = 1 kept + 0 rejected + 1 already known" in said.out, "both say the same"


def test_cells_that_exports_write_as_formulas_hold_what_is_in_them(workspace, tmp_path):
    text = lines(HEADER, f'安娜,="{ANNA}",="19000000001",="M1",2021-08-05 10:00,')
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert "1 row = 1 kept" in said.out
    assert [place for place, *_ in rows(workspace / "store.duckdb", CHECKINS)] == ["M1"]


def test_the_quote_sign_by_which_people_keep_digits_is_no_part_of_them(workspace, tmp_path):
    plain = f"安娜,{ANNA},,0012,2021-08-05 10:00,2021-08-05 11:00"
    quoted = f"安娜,'{ANNA},,'0012,'2021-08-05 10:00,‘2021-08-05 11:00"
    said = told(workspace, "ingest", put(tmp_path / "x.csv", lines(HEADER, plain, quoted)))
    assert "2 rows = 1 kept + 0 rejected + 1 already known" in said.out, "both say the same"
    lettered = f"安娜,{ANNA},,'M1,2021-08-05 12:00,"
    told(workspace, "ingest", put(tmp_path / "y.csv", lines(HEADER, lettered)))
    assert [place for place, *_ in rows(workspace / "store.duckdb", CHECKINS)] == ["0012", "'M1"], (
        "no digit, no such sign"
    )


def test_words_for_nothing_leave_a_cell_empty_and_not_the_line_lost(workspace, tmp_path):
    text = lines(
        HEADER,
        f"安娜,{ANNA},-,M1,2021-08-05 10:00,NULL",
        f"本,{BEN},/,M1,2021-08-05 10:01,—",
        "丙,无,19000000003,M1,2021-08-05 10:02,null",
        f"丁,{ANNA},,无,2021-08-05 10:03,",
    )
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert "4 rows = 3 kept + 1 rejected" in said.out and "1 rejected: 场所码 (place_id) missing" in said.out
    assert [out for *_, out in rows(workspace / "store.duckdb", CHECKINS)] == [None] * 3
    assert "1 row went by 手机号" in said.out


def test_a_dash_is_no_time_and_one_in_brackets_is_a_result(workspace, tmp_path):
    text = lines("姓名,证件号码,采样时间,报告时间,检测结果", f"安娜,{ANNA},2021-08-05 10:00,-,(-)")
    told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert rows(workspace / "store.duckdb", "SELECT result, resulted_at FROM tests") == [("negative", None)]


def test_a_header_on_every_page_and_empty_lines_are_no_records_and_say_so(workspace, tmp_path):
    text = lines(HEADER, f"安娜,{ANNA},,M1,2021-08-05 10:00,", HEADER, ",,,,,", "第2页,,,,,", f"本,{BEN},,M1,,")
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert "5 rows = 1 kept + 4 rejected + 0 already known" in said.out
    found = rows(workspace / "store.duckdb", "SELECT line, column_name, reason FROM rejects ORDER BY line")
    assert found == [
        (3, None, "the header once more, no record"),
        (4, None, "nothing in any column that is read, no record"),
        (5, None, "nothing in any column that is read, no record"),
        (6, "扫码时间 (checked_in_at)", "missing"),
    ]


def test_of_several_dittos_in_a_line_the_first_column_is_told_whatever_the_run(workspace, tmp_path):
    text = lines("证件号码,车次,开车时间,到达时间,车厢", f"{ANNA},G1,同上,同上,同上")
    told(workspace, "ingest", put(tmp_path / "x.csv", text))
    [(column,)] = rows(workspace / "store.duckdb", "SELECT column_name FROM rejects")
    assert column == "开车时间 (departs_at)"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("5.3010219900101101E+17", "5.30102199001011E+17"),
        ("530102199001011000", "530102199001011000"),
        ("5.301021979051206e+17", "5.30102197905121E+17"),
        ("1.628148E+12", "1628148000000"),
    ],
)
def test_a_number_of_which_digits_are_lost_unseen_says_so(raw, text):
    assert number_text(raw) == text


def test_such_a_number_is_nobodys_document(workspace, tmp_path):
    content = workbook(("身份证号", "场所码", "扫码时间"), (530102197905120613.0, "M1", "2021-08-05 10:00"))
    said = told(workspace, "ingest", put(tmp_path / "x.xlsx", content))
    assert (
        "1 rejected: 身份证号 (person_id) digits are lost: a spreadsheet has cut it to scientific notation" in said.out
    )


def test_a_file_whose_header_comes_again_in_another_order_is_refused(workspace, tmp_path):
    visits = "13800138000,A,2021-08-05 10:00", "B,13900139000,2021-08-05 11:00"
    text = lines("手机号,场所码,扫码时间", visits[0], "场所码,手机号,扫码时间", visits[1])
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text))
    assert said.status == 2 and rows(workspace / "store.duckdb", "SELECT count(*) FROM checkins") == [(0,)]
    assert "a line below its header has the same names in another order" in said.err


@pytest.mark.parametrize("name", ["checkins.csv", "checkins.csv.gz"])
def test_so_is_one_in_the_specification_s_own_form(workspace, tmp_path, name):
    header, again = "person_id,place_id,checked_in_at", "checked_in_at,person_id,place_id"
    text = lines(header, "p1,A,2021-08-05T10:00:00Z", again, "2021-08-05T11:00:00Z,p2,B")
    said = told(workspace, "ingest", put(tmp_path / name, gzip.compress(text) if name.endswith("gz") else text))
    assert said.status == 2 and "a line below its header has the same names in another order" in said.err
    once = put(tmp_path / name, gzip.compress(lines(header, header)) if name.endswith("gz") else lines(header, header))
    assert told(workspace, "ingest", once).status == 0


@pytest.mark.parametrize("text", ["云A12345_蓝", "云A12345(蓝色)", "云A12345蓝牌", "蓝云A12345", "云A12345"])
def test_the_colour_of_a_plate_is_no_part_of_it(text):
    assert read_plate(text) == ("云A12345", None)


def test_a_province_is_no_colour():
    assert read_plate("黑A12345") == ("黑A12345", None)
    assert read_plate("云AD12345黄绿") == ("云AD12345", None)
    assert read_plate("蓝A12345") == (None, PROVINCE) and read_plate("蓝") == (None, NOT_ONE)

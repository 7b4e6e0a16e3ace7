"""Lists as people keep them: titles, totals, "as above", merged cells; every line of them is accounted for."""

from datetime import datetime

import openpyxl
import pytest

from tests.intake.files import all_batches, ingested, write_csv, write_parquet, write_xlsx
from tracing.errors import FileRefused
from tracing.intake import csv_lines, workbooks
from tracing.intake.dittos import OF_BESIDE, UNKNOWN, UNSTATED
from tracing.intake.formats import glimpses, open_records
from tracing.intake.merged_cells import MERGED
from tracing.intake.tables import Layout
from tracing.intake.totals import TOTAL

NAMES = frozenset({"姓名", "采样点", "结果"})
LIST = Layout(columns=NAMES, header_line=3, totals=frozenset({"合计", "小计"}), repeats=frozenset({"采样点"}))
ROWS = [
    ("核酸采样登记表",),
    ("单位：", "第一医院"),
    (" 姓名 ", "采样点", "备注", "结果"),
    ("张伟", "一号", "", "阴性"),
    ("李娜", "同上", "x", "阴性"),
    ("小 计：2 人", "", "", ""),
    ("", "", "", ""),
    ("", "合计", "3", ""),
    ("合计算", " 〃", "", "阳性"),
    ("王芳", "", "", "阴性"),
    ("赵敏", "同上", "", "阴性"),
]
RECORDS = [
    (4, "张伟", "一号", "阴性"),
    (5, "李娜", "一号", "阴性"),
    (10, "王芳", None, "阴性"),
]


def write(folder, ending, rows):
    path = folder / f"采样.{ending}"
    if ending == "xlsx":
        return write_xlsx(path, [tuple(cell or None for cell in row) for row in rows])
    path.write_text("\n".join(",".join(row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_titles_totals_and_dittos(tmp_path, ending):
    path = write(tmp_path, ending, [row if any(row) else () for row in ROWS])
    assert open_records(path, LIST).columns == (("姓名", "采样点", "备注", "结果"))
    frame, broken = all_batches(path, LIST)
    # A total stands between the ditto of line 9 and the value above it; nothing stands above that of line 11.
    assert frame.rows() == [*RECORDS[:2], (9, "合计算", None, "阳性"), RECORDS[2], (11, "赵敏", None, "阴性")]
    assert broken.select("line", "column", "reason").rows() == [
        (6, None, TOTAL),
        (8, None, TOTAL),
        (9, "采样点", UNKNOWN),
        (11, "采样点", UNKNOWN),
    ]


def test_a_total_with_too_few_fields_is_one_nevertheless(tmp_path):
    path = tmp_path / "采样.csv"
    path.write_text("a\nb\n姓名,采样点,结果\n张伟,一,x\n合计,1\n王,1\n", "utf-8")
    broken = all_batches(path, LIST)[1]
    assert broken["reason"].to_list() == [TOTAL, "2 fields where the header has 3"]


def test_without_a_word_totals_are_lines_and_dittos_no_values(tmp_path):
    path = write(tmp_path, "csv", [row for row in ROWS if any(row)])
    frame, broken = all_batches(path, Layout(columns=NAMES, header_line=3))
    assert frame["采样点"][1] is None and frame["姓名"][2] == "小 计：2 人"
    dittos = [(5, "采样点", "ditto", UNSTATED), (8, "采样点", "ditto", UNSTATED), (10, "采样点", "ditto", UNSTATED)]
    assert broken.rows() == dittos


WRITTEN = ["同上", "同 上", " 同　　前 ", "〃", "″", "''", "Ditto", "DITTO", "same as above", "”", "＂"]


@pytest.mark.parametrize("word", WRITTEN)
@pytest.mark.parametrize("name", ["checkins.csv", "checkins.xlsx", "checkins.parquet"])
def test_a_ditto_is_no_place_and_no_person_in_the_specification_s_own_form_either(tmp_path, name, word):
    rows = [("p1", "MALL"), ("p2", word), (word, "YARD"), ("p3", "同上海鲜")]
    columns = {"person_id": [row[0] for row in rows], "place_id": [row[1] for row in rows]}
    columns["checked_in_at"] = ["2021-08-05T10:00"] * 4
    path, lines = tmp_path / name, [tuple(columns), *zip(*columns.values(), strict=True)]
    match path.suffix:
        case ".parquet":
            write_parquet(path, columns)
        case ".xlsx":
            write_xlsx(path, lines)
        case _:
            write_csv(path, lines)
    kept, rejects = ingested(path)
    assert kept["place_id"].to_list() == ["MALL", "同上海鲜"]
    assert rejects.select("column", "reason").rows() == [("place_id", UNSTATED), ("person_id", UNSTATED)]


def test_what_repeats_the_cell_beside_it_is_no_value_anywhere(tmp_path):
    path = write(tmp_path, "csv", [("姓名", "采样点"), ("a", "一号"), ("b", "同左"), ("c", "同上"), ("同右", "二号")])
    layout = Layout(columns=NAMES, repeats=frozenset({"采样点"}))
    frame, broken = all_batches(path, layout)
    assert frame["采样点"].to_list() == ["一号", None, None, "二号"]
    assert broken.select("line", "reason").rows() == [(3, OF_BESIDE), (4, UNKNOWN), (5, OF_BESIDE)]


def test_a_ditto_means_the_value_above_also_from_batch_to_batch(tmp_path, monkeypatch):
    layout = Layout(columns=NAMES, repeats=frozenset({"采样点"}))
    rows = [("姓名", "采样点"), ("a", "一号"), *((str(n), "同上") for n in range(40)), ("b", "二号"), ("c", "ditto")]
    monkeypatch.setattr(csv_lines, "CHUNK", 64)
    monkeypatch.setattr(workbooks, "BATCH_ROWS", 4)
    for ending in ("csv", "xlsx"):
        path = write(tmp_path, ending, rows)
        assert len(list(open_records(path, layout))) > 5
        frame, broken = all_batches(path, layout)
        assert frame["采样点"].to_list() == ["一号"] * 41 + ["二号"] * 2 and broken.is_empty()


def test_a_ditto_under_a_line_that_is_no_record_is_not_guessed(tmp_path):
    path = tmp_path / "采样.csv"
    path.write_text("姓名,采样点\na,一号\nb,二号,三号\nc,同上\nd,同上\ne,四号\nf,同上\n", "utf-8")
    frame, broken = all_batches(path, Layout(columns=NAMES, repeats=frozenset({"采样点"})))
    assert frame["采样点"].to_list() == ["一号", None, None, "四号", "四号"]
    assert broken["line"].to_list() == [3, 4, 5]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_columns_can_be_named_where_no_line_does(tmp_path, ending):
    path = write(tmp_path, ending, [("标题",), ("", "张伟", "阴性"), ("x", "李娜", "阳性")])
    frame, _ = all_batches(path, Layout(columns=NAMES, names=("序号", "姓名", "结果"), header_line=1))
    assert frame.rows() == [(2, "张伟", "阴性"), (3, "李娜", "阳性")]
    frame, broken = all_batches(path, Layout(columns=NAMES, names=("序号", "姓名", "结果")))
    assert frame.height + broken.height == 3


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_header_that_is_not_where_it_is_said_to_be_is_refused(tmp_path, ending):
    path = write(tmp_path, ending, [("姓名", "结果"), (), ("张伟", "阴性")])
    for line in (2, 4):
        with pytest.raises(FileRefused, match=f"no header in (line|row) {line}: blank"):
            open_records(path, Layout(columns=NAMES, header_line=line))


def test_two_columns_of_one_name_are_refused_where_they_are_read(tmp_path):
    path = write(tmp_path, "csv", [("姓名", "备注", "备注"), ("张伟", "", "")])
    assert open_records(path, Layout(columns=NAMES)).columns == ("姓名", "备注", "备注")
    with pytest.raises(FileRefused, match="columns 2 and 3 of the header have the same name"):
        open_records(path, Layout(columns=frozenset({"备注"})))


def test_typed_columns_know_no_dittos(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", {"姓名": ["a", "同上"], "结果": [1.5, 2.0]})
    frame, _ = all_batches(path, Layout(columns=NAMES, repeats=NAMES, totals=frozenset({"a"})))
    assert frame.rows() == [(1, "a", 1.5), (2, "a", 2.0)]


def merged(path):
    """A sheet with a title, a header of two rows, merged cells below it, and hidden rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记"
    rows = [("标题",), ("姓名", "采样", None, "结果"), (None, "采样点", "时间", None)]
    times = [("张伟", "一号", datetime(2021, 8, 9, 15, 5), "阴性")] + [
        (name, None, None, "阴性") for name in ("李娜", "王芳", None, "赵敏")
    ]
    for row in (*rows, *times, ("钱", None, None, "阳性")):
        sheet.append(row)
    for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "B4:B8", "C4:C8"):
        sheet.merge_cells(area)
    for row in (1, 5, 9):
        sheet.row_dimensions[row].hidden = True
    book.save(path)
    return path


def test_merged_cells_mean_what_stands_at_their_top_where_the_layout_says_so(tmp_path, monkeypatch):
    path = merged(tmp_path / "采样.xlsx")
    layout = Layout(columns=NAMES | {"时间"}, header_line=3, repeats=frozenset({"采样点", "时间"}))
    assert open_records(path, layout).columns == ("姓名", "采样点", "时间", "结果")
    at = "2021-08-09T15:05:00"
    expected = [
        (4, "张伟", "一号", at, "阴性"),
        (5, "李娜", "一号", at, "阴性"),
        (6, "王芳", "一号", at, "阴性"),
        (7, None, "一号", at, "阴性"),
        (8, "赵敏", "一号", at, "阴性"),
        (9, "钱", None, None, "阳性"),
    ]
    for rows in (50_000, 3, 1):
        monkeypatch.setattr(workbooks, "BATCH_ROWS", rows)
        assert all_batches(path, layout)[0].rows() == expected
        plain, broken = all_batches(path, Layout(columns=NAMES, header_line=3))
        assert plain["采样点"].to_list() == ["一号", None, None, None, None, None]
        assert broken.rows() == [(line, "采样点", "merged cell", MERGED) for line in (5, 6, 7, 8)]


def test_hidden_rows_are_read_and_counted(tmp_path):
    path = merged(tmp_path / "采样.xlsx")
    [batch] = open_records(path, Layout(columns=NAMES, header_line=3))
    assert batch.hidden == 2 and batch.frame.height == 6


def test_a_glimpse_of_a_sheet_shows_merged_headers_in_the_row_below(tmp_path):
    [glimpse] = glimpses(merged(tmp_path / "采样.xlsx"))
    assert glimpse.layout == Layout(sheet="登记")
    assert glimpse.lines[:4] == [
        (1, ("标题",)),
        (2, ("姓名", "采样", "", "结果")),
        (3, ("姓名", "采样点", "时间", "结果")),
        (4, ("张伟", "一号", "2021-08-09T15:05:00", "阴性")),
    ]


def test_one_of_several_sheets_can_be_named(tmp_path):
    path = write_xlsx(tmp_path / "采样.xlsx", [("姓名",), ("a",)], [], [("姓名",), ("b",)])
    first, second = glimpses(path)
    assert [all_batches(path, Layout(columns=NAMES, sheet=one.layout.sheet))[0].rows() for one in (first, second)] == [
        [(2, "a")],
        [(2, "b")],
    ]
    with pytest.raises(FileRefused, match="no sheet has the name that is stated"):
        open_records(path, Layout(sheet="张"))

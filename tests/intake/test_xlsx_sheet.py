"""xlsx: cells as a csv file would hold them, and which workbooks are refused."""

import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from tests.intake.files import frames, ingested, write_xlsx
from tracing.errors import FileRefused
from tracing.intake import workbooks
from tracing.intake.formats import open_records

HEADER = ("place_id", "name")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("mall", "mall"),
        ("  mall ", "mall"),
        ("   ", None),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (4.4052418800101e17, "4.40524188001010E+17"),
        (440524188001015.0, "440524188001015"),
        (True, "true"),
        (False, "false"),
        (date(2021, 8, 5), "2021-08-05"),
        (datetime(2021, 8, 5, 14, 30), "2021-08-05T14:30:00"),
        (datetime(2021, 8, 5, 14, 30, 0, 250_000), "2021-08-05T14:30:00.250"),
        (time(14, 30), "14:30:00"),
    ],
)
def test_a_cell_is_read_as_text(tmp_path, value, text):
    path = write_xlsx(tmp_path / "places.xlsx", [HEADER, ("p1", value)])
    assert frames(path)[0].rows() == [(2, "p1", text)]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("yyyy-mm-dd", "2021-08-05"),
        ("mm-dd-yy", "2021-08-05"),
        ('yyyy"年"m"月"d"日"', "2021-08-05"),
        ("[$-zh-CN]yyyy/m/d", "2021-08-05"),
        ("yyyy-mm-dd hh:mm", "2021-08-05T00:00:00"),
        ("yyyy/m/d h:mm:ss", "2021-08-05T00:00:00"),
        ("yyyy/m/d mm:ss", "2021-08-05T00:00:00"),
    ],
)
def test_midnight_is_a_date_alone_unless_the_cell_shows_a_time(tmp_path, number_format, text):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(("p1", datetime(2021, 8, 5)))
    book.active["B2"].number_format = number_format
    book.active.append(("p2", datetime(2021, 8, 5, 14)))
    book.active["B3"].number_format = number_format
    book.save(tmp_path / "places.xlsx")
    # A time of day that the format hides is not thrown away.
    assert frames(tmp_path / "places.xlsx")[0].rows() == [(2, "p1", text), (3, "p2", "2021-08-05T14:00:00")]


def test_blank_rows_are_not_rows_and_the_header_is_the_first_that_is_none(tmp_path):
    path = write_xlsx(tmp_path / "places.xlsx", [(), (None, " "), HEADER, ("p1", "a"), (), (None, ""), ("p2", None)])
    assert frames(path)[0].rows() == [(4, "p1", "a"), (7, "p2", None)]


def test_cells_beside_the_header_are_of_no_listed_column(tmp_path):
    path = write_xlsx(tmp_path / "places.xlsx", [HEADER, ("p1", "a", "note"), (None, None, "note")])
    assert frames(path)[0].rows() == [(2, "p1", "a"), (3, None, None)]
    assert ingested(path)[1].rows() == [(3, "place_id", "empty", "missing")]


def test_an_error_cell_rejects_its_line_where_its_column_counts(tmp_path):
    rows = [("place_id", "kind", "remark"), ("p1", "#N/A", "x"), ("p2", "mall", "#REF!"), ("p3", "bar", "x")]
    path = write_xlsx(tmp_path / "places.xlsx", rows)
    kept, rejects = ingested(path)
    assert kept.select("line", "place_id", "kind").rows() == [(3, "p2", "mall"), (4, "p3", "bar")]
    assert rejects.rows() == [(2, "kind", "error cell", "an error of the spreadsheet")]


def test_the_one_sheet_with_rows_is_read_and_a_second_one_refused(tmp_path):
    path = tmp_path / "places.xlsx"
    for sheets in ([[HEADER, ("p1", "a")], [], [(None, " ")]], [[], [HEADER, ("p1", "a")]]):
        assert frames(write_xlsx(path, *sheets))[0].rows() == [(2, "p1", "a")]
    write_xlsx(path, [HEADER, ("p1", "a")], [(), ("SECRET",)])
    with pytest.raises(FileRefused, match="more than one sheet holds rows: save each as a file of its own") as refused:
        open_records(path)
    assert "SECRET" not in str(refused.value)


def test_a_workbook_without_rows_is_empty(tmp_path):
    with pytest.raises(FileRefused, match="empty"):
        open_records(write_xlsx(tmp_path / "places.xlsx", []))


def test_rows_outside_the_stated_dimensions_are_read(tmp_path):
    path, lying = tmp_path / "right.xlsx", tmp_path / "places.xlsx"
    write_xlsx(path, [HEADER, ("p1", "a"), ("p2", "b")])
    with zipfile.ZipFile(path) as right, zipfile.ZipFile(lying, "w") as wrong:
        for name in right.namelist():
            wrong.writestr(name, right.read(name).replace(b'ref="A1:B3"', b'ref="A1:A1"'))
    assert frames(lying)[0].rows() == [(2, "p1", "a"), (3, "p2", "b")]


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "BATCH_ROWS", 1_000)
    path = write_xlsx(tmp_path / "places.xlsx", [HEADER, *((n, None) for n in range(2_500))])
    batches = list(open_records(path))
    assert [batch.frame.height for batch in batches] == [999, 1_000, 501]
    assert 0 < batches[0].done < 0.7 < batches[1].done <= batches[2].done == 1.0


def test_a_workbook_damaged_in_its_rows_is_refused(tmp_path):
    path, damaged = tmp_path / "right.xlsx", tmp_path / "places.xlsx"
    write_xlsx(path, [HEADER, *((n, "SECRET") for n in range(5000))])
    with zipfile.ZipFile(path) as right, zipfile.ZipFile(damaged, "w") as wrong:
        for name in right.namelist():
            content = right.read(name)
            wrong.writestr(name, content[:-2000] + b"<<" if name.endswith("sheet1.xml") else content)
    with pytest.raises(FileRefused, match=r"damaged after row [0-9]+: not well formed$"):
        frames(damaged)

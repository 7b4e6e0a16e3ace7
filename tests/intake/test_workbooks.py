"""Cells of xlsx and old xls workbooks as text, and the workbooks that are refused before they cost anything."""

import resource
import struct
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.intake.files import all_batches, frames
from tracing.errors import FileRefused
from tracing.intake import xls_book, xlsx_book
from tracing.intake.cell_texts import DATE, ELAPSED, NUMBER, TIME, Shape, serial_text, shape_of_format
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>place_id</t></is></c><c r="B1" t="str"><v>name</v></c></row>'
STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="yyyy/m/d h:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
    '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="31"/>'
    '<xf numFmtId="46"/><xf numFmtId="21"/></cellXfs>'
)


def workbook(
    path: Path, rows: str, shared: str = "", head: str = HEAD, date1904: str = "", tail: str = "", on_load: str = "0"
) -> Path:
    """A workbook written as it stands in its XML."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="{{}}" Type="{kinds}/{{}}" Target="{{}}"/>'
    parts = {
        "_rels/.rels": relation.format("r1", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation.format("r1", "worksheet", "/xl/sheet.xml")
        + relation.format("r2", "sharedStrings", "texts.xml")
        + relation.format("r3", "styles", "styles.xml"),
    }
    parts = {name: f"{HEAD}<Relationships>{part}</Relationships>" for name, part in parts.items()}
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook {MAIN} xmlns:r="{kinds}"><workbookPr date1904="{date1904}"/>'
        f'<sheets><sheet name="一" r:id="r1"/></sheets><calcPr fullCalcOnLoad="{on_load}"/></workbook>'
    )
    parts["xl/styles.xml"] = f"{HEAD}<styleSheet {MAIN}>{STYLES}</styleSheet>"
    parts["xl/texts.xml"] = f"{HEAD}<sst {MAIN}>{shared}</sst>"
    parts["xl/sheet.xml"] = f"{head}<worksheet {MAIN}><sheetData>{HEADER}{rows}</sheetData>{tail}</worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def cell(xml: str, tmp_path: Path, **more) -> tuple:
    """Text of the one cell of a workbook, or why it has none."""
    frame, broken = frames(workbook(tmp_path / "places.xlsx", f'<row r="2"><c r="A2"><v>1</v></c>{xml}</row>', **more))
    return (broken["value_class"].item(), broken["reason"].item()) if broken.height else (frame["name"].item(),)


def _as_xlsx(folder: Path, numbers: list[tuple[str, str]]) -> Path:
    """Places by numbers, each in a format."""
    book = openpyxl.Workbook()
    book.active.append(["place_id"])
    for row, (number, codes) in enumerate(numbers, start=2):
        book.active.cell(row, 1, float(number)).number_format = codes
    book.save(folder / "places.xlsx")
    return folder / "places.xlsx"


def _as_xls(folder: Path, numbers: list[tuple[str, str]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("places")
    sheet.write(0, 0, "place_id")
    for row, (number, codes) in enumerate(numbers, start=1):
        sheet.write(row, 0, float(number), xlwt.easyxf(num_format_str=codes))
    book.save(str(folder / "places.xls"))
    return folder / "places.xls"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="B2"><v>13800138000</v></c>', ("13800138000",)),
        ('<c r="B2"><v>1.3800138E10</v></c>', ("13800138000",)),
        ('<c r="B2"><v>110105194912310021</v></c>', ("110105194912310021",)),
        ('<c r="B2"><v>1.1010519491231E17</v></c>', ("1.10105194912310E+17",)),
        ('<c r="B2"><v>25.100000000000001</v></c>', ("25.1",)),
        ('<c r="B2"><v>-0</v></c>', ("0",)),
        ('<c r="B2" t="b"><v>1</v></c>', ("true",)),
        ('<c r="B2" t="d"><v>2021-08-05</v></c>', ("2021-08-05",)),
        ('<c r="B2" t="inlineStr"><is><r><t>张</t></r><rPh><t>zhang</t></rPh><r><t> 伟 </t></r></is></c>', ("张 伟",)),
        ('<c r="B2" t="s"><v>0</v></c>', ("一\n二",)),
        ('<c r="B2" t="s"><v>1</v></c>', (None,)),
        ('<c r="B2" t="str"><f>A1</f><v>保存</v></c>', ("保存",)),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', (None,)),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', ("2",)),
        ('<c r="B2"><f>1+1</f></c>', ("formula", "a formula without a saved value")),
        ('<c r="B2"><f>1+1</f><v/></c>', ("formula", "a formula without a saved value")),
        ('<c r="B2" t="str"><f>1+1</f></c>', ("formula", "a formula without a saved value")),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ("error cell", "an error of the spreadsheet")),
        ('<c r="B2" s="1"><v>44413</v></c>', ("2021-08-05",)),
        ('<c r="B2" s="2"><v>44413</v></c>', ("2021-08-05T00:00:00",)),
        ('<c r="B2" s="2"><v>44413.628472222219</v></c>', ("2021-08-05T15:05:00",)),
        ('<c r="B2" s="3"><v>44413.25</v></c>', ("2021-08-05T06:00:00",)),
        ('<c r="B2" s="4"><v>1.5</v></c>', ("36:00:00",)),
        ('<c r="B2" s="5"><v>0.5</v></c>', ("12:00:00",)),
        ('<c r="B2" s="1"><v>3000000</v></c>', ("3000000",)),
        ('<c r="B2" s="1"><v>-1</v></c>', ("-1",)),
        ('<c r="B2" s="99"><v>44413</v></c>', ("44413",)),
        ("<c><v>7</v></c>", ("7",)),
    ],
)
def test_a_cell_of_xlsx_as_text(tmp_path, xml, expected):
    shared = "<si><r><t>一_x000A_</t></r><r><t>二</t></r></si><si><t> </t></si>"
    assert cell(xml, tmp_path, shared=shared) == expected


NEVER = ("formula", "a formula that no spreadsheet has reckoned yet: open the workbook in one and save it")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="B2"><f>"V"&amp;1</f><v>0</v></c>', NEVER),
        ('<c r="B2" s="1"><f>NOW()</f><v>0</v></c>', NEVER),
        ('<c r="B2" t="str"><f>"V"&amp;1</f><v>V1</v></c>', ("V1",)),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', ("2",)),
        ('<c r="B2"><v>0</v></c>', ("0",)),
    ],
)
def test_formulas_of_a_workbook_that_is_to_be_reckoned_on_opening(tmp_path, xml, expected):
    assert cell(xml, tmp_path, on_load="1") == expected


def test_a_formula_that_comes_to_nothing(tmp_path):
    assert cell('<c r="B2"><f>1-1</f><v>0</v></c>', tmp_path) == ("0",)


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path):
    assert cell('<c r="B2" s="1"><v>42951</v></c>', tmp_path, date1904="1") == ("2021-08-05",)


@pytest.mark.parametrize(
    ("serial", "text"),
    [("1", "1900-01-01"), ("59", "1900-02-28"), ("60", "60"), ("61", "1900-03-01"), ("0", "0"), ("nan", "nan")],
)
def test_the_first_days_of_the_century(serial, text):
    assert serial_text(serial, DATE, since_1904=False) == text


@pytest.mark.parametrize(
    ("codes", "sort"),
    [
        ("General", NUMBER),
        ("0.00E+00", NUMBER),
        ('0"日"', NUMBER),
        ("[Red]#,##0;[Blue]-#,##0", NUMBER),
        ('_ "¥"* #,##0.00_ ', NUMBER),
        ("@", NUMBER),
        ('yyyy"年"m"月"d"日";@', DATE),
        ("[$-804]aaaa yyyy", DATE),
        ("[$-F400]h:mm:ss AM/PM", TIME),
        ('上午/下午h"时"mm"分"', TIME),
        ("[h]:mm", ELAPSED),
        ("[mm]:ss", ELAPSED),
    ],
)
def test_a_format_says_what_a_number_is(codes, sort):
    assert shape_of_format(200, codes) == Shape(sort)


@pytest.mark.parametrize(
    ("codes", "before", "digits"),
    [
        ("00000", "", 5),
        ("00;[Red]-00", "", 2),
        ('"V"000', "V", 3),
        (r"\V\-000", "V-", 3),
        ('"京"\\A00000', "京A", 5),
        ("0", "", 0),
        ('"V"0', "", 0),
        ("00.00", "", 0),
        ('00"日"', "", 0),
        ("000-0000", "", 0),
    ],
)
def test_a_format_says_how_many_digits_a_number_has(codes, before, digits):
    assert shape_of_format(200, codes) == Shape(NUMBER, before, digits)


@pytest.mark.parametrize("write", [_as_xlsx, _as_xls])
def test_keys_are_as_the_sheet_shows_them(tmp_path, write):
    path = write(tmp_path, [("7", '"V"000'), ("1", "00000"), ("123456", "00000"), ("7.5", "000"), ("-7", "000")])
    frame, _ = frames(path)
    assert frame["place_id"].to_list() == ["V007", "00001", "123456", "7.5", "-7"]


def test_formats_that_are_known_by_number_alone():
    assert [shape_of_format(number, None).sort for number in (0, 14, 22, 31, 33, 58)] == [
        NUMBER,
        DATE,
        TIME,
        DATE,
        TIME,
        DATE,
    ]


def rows_of_both():
    at = datetime(2021, 8, 5, 15, 5, 0)
    return [
        ("place_id", "name", "enclosed"),
        ("张", 13800138000, True),
        (4.4052418800101e17, at, 0.5),
        (None,),
        ("a", 7),
    ]


def old_workbook(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet, dates = book.add_sheet("一"), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    for row, cells in enumerate(rows_of_both()):
        for at, value in enumerate(cells):
            if value is not None:
                sheet.write(row, at, value, *([dates] if isinstance(value, datetime) else []))
    sheet.row(1).hidden = True
    book.add_sheet("空")
    book.save(str(path))
    return path


def test_an_old_workbook_says_what_a_new_one_does(tmp_path):
    book = openpyxl.Workbook()
    for row in rows_of_both():
        book.active.append(row)
    book.save(tmp_path / "places.xlsx")
    old = old_workbook(tmp_path / "places.xls")
    expected = [
        (2, "张", "13800138000", "true"),
        (3, "4.40524188001010E+17", "2021-08-05T15:05:00", "0.5"),
        (5, "a", "7", None),
    ]
    assert frames(tmp_path / "places.xlsx")[0].rows() == frames(old)[0].rows() == expected
    [batch] = open_records(old)
    assert batch.hidden == 1
    assert glimpses(old)[0].layout == Layout(sheet="一")


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_rows_of_a_sheet_that_the_workbook_hides_are_told(tmp_path, state):
    book = openpyxl.Workbook()
    book.active.append(["p", "q"])
    book.active.append(["1", "2"])
    book.active.sheet_state = state
    book.create_sheet("空")
    book.save(tmp_path / "places.xlsx")
    [batch] = open_records(tmp_path / "places.xlsx")
    unseen = {("hidden-sheet", "stood in a sheet that the workbook hides"): [2]} if state != "visible" else {}
    assert {what: lines.to_list() for what, lines in batch.asides.items()} == unseen


def test_rows_of_a_sheet_that_an_old_workbook_hides_are_told(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet, _ = book.add_sheet("一"), book.add_sheet("空")
    for row, text in enumerate("pq"):
        sheet.write(row, 0, text)
    sheet.visibility = 1
    book.set_active_sheet(1)
    book.save(str(tmp_path / "places.xls"))
    [batch] = open_records(tmp_path / "places.xls")
    assert [(what, lines.to_list()) for (what, _), lines in batch.asides.items()] == [("hidden-sheet", [2])]


def test_a_workbook_is_known_by_its_bytes_whatever_its_name_ends_in(tmp_path):
    old = old_workbook(tmp_path / "places.xls")
    assert frames(old.rename(tmp_path / "old.xlsx"))[0].height == 3
    new = workbook(tmp_path / "new.xls", '<row r="2"><c r="A2"><v>1</v></c></row>')
    assert frames(new)[0].rows() == [(2, "1", None)]


def test_merged_cells_of_an_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for row, cells in enumerate([("place_id", "name"), ("a", None), ("b", None), ("c", "z")]):
        for at, value in enumerate(cells):
            if value is not None:
                sheet.write(row, at, value)
    sheet.write_merge(1, 2, 1, 1, "x")
    book.save(str(tmp_path / "places.xls"))
    frame, _ = all_batches(tmp_path / "places.xls", Layout(repeats=frozenset({"name"})))
    assert frame["name"].to_list() == ["x", "x", "z"]


def test_an_error_above_is_an_error_in_all_rows_of_its_area(tmp_path):
    rows = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#REF!</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
    )
    path = workbook(tmp_path / "places.xlsx", rows, tail='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>')
    broken = all_batches(path, Layout(repeats=frozenset({"name"})))[1]
    assert broken.select("line", "value_class").rows() == [(2, "error cell"), (3, "error cell")]


DEEP = "<a>" * 70 + "</a>" * 70
REFUSED = {
    "a column that no sheet has": ('<row r="2"><c r="ZZZZ2"><v>1</v></c></row>', "columns that no sheet has"),
    "a million columns": (f'<row r="2">{"<c><v>1</v></c>" * 1_000_000}</row>', "columns that no sheet has"),
    "a row that no sheet has": ('<row r="1048577"/>', "rows that no sheet has"),
    "rows in disorder": ('<row r="3"/><row r="2"/>', "rows that no sheet has, or not in their order"),
    "a cell twice": ('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>', "not in their order"),
    "deep XML": (f'<row r="2">{DEEP}</row>', "more than 64 elements within each other"),
    "a shared text that is not there": ('<row r="2"><c r="A2" t="s"><v>9</v></c></row>', "a shared text that is not"),
    "a number that is none": ('<row r="2"><c r="A2"><v>SECRET</v></c></row>', "a number that is none"),
    "a long text": (f'<row r="2"><c t="str"><v>{"x" * 1_000_001}</v></c></row>', "a text of more than 1000000"),
    "a long tag": (f'<row r="2"><c r="A2" x="{"y" * 6_000_000}"/></row>', "a tag of more than 4000000 bytes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_that_is_none_is_refused_in_a_line(tmp_path, name):
    rows, reason = REFUSED[name]
    began = time.process_time()
    with pytest.raises(FileRefused, match=f"damaged after row [0-9]+: .*{reason}") as refused:
        frames(workbook(tmp_path / "places.xlsx", rows))
    assert "SECRET" not in str(refused.value) and "\n" not in str(refused.value)
    assert time.process_time() - began < 3


def test_a_declaration_of_entities_is_refused(tmp_path):
    head = f'{HEAD}<!DOCTYPE a [<!ENTITY a "{"ha" * 100}"><!ENTITY b "{"&a;" * 100}">]>'
    with pytest.raises(FileRefused, match="a document type declaration"):
        frames(workbook(tmp_path / "places.xlsx", '<row r="2"><c t="str"><v>&b;</v></c></row>', head=head))


def test_bombs_are_refused_before_they_are_read(tmp_path, monkeypatch):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 30_000))
    path = workbook(tmp_path / "places.xlsx", rows, shared="<si><t>x</t></si>" * 10)
    assert frames(path)[0].height == 29_998
    monkeypatch.setattr(xlsx_book, "LARGEST_TEXTS", 100)
    with pytest.raises(FileRefused, match="shared texts of more than 100 bytes: save it as csv"):
        open_records(path)
    monkeypatch.setattr(xlsx_book, "LARGEST_PART", 100)
    with pytest.raises(FileRefused, match="a part of more than 100 bytes beside its sheets"):
        open_records(path)
    monkeypatch.setattr(xlsx_book, "BOMB_RATIO", 2)
    monkeypatch.setattr(xlsx_book, "BOMB_BYTES", 1_000)
    with pytest.raises(FileRefused, match="holds more than 2 times its size: no workbook"):
        open_records(path)
    monkeypatch.setattr(xls_book, "LARGEST", 1_000)
    with pytest.raises(FileRefused, match=r"an old workbook of more than 1000 bytes: save it as \.xlsx"):
        open_records(old_workbook(tmp_path / "old.xls"))


def test_an_old_workbook_of_few_bytes_and_many_cells_is_refused(tmp_path, monkeypatch):
    path = old_workbook(tmp_path / "places.xls")
    content, first = path.read_bytes(), struct.pack("<HHHH", 0x00FD, 10, 1, 0)
    assert first in content
    path.write_bytes(content.replace(first, struct.pack("<HHHH", 0x00FD, 10, 1, 65_535)))
    with pytest.raises(FileRefused, match="not an Excel workbook"):
        open_records(path)
    path.write_bytes(content)
    monkeypatch.setattr(xls_book, "MOST_CELLS", 5)
    with pytest.raises(FileRefused, match="a sheet of more than 5 cells"):
        open_records(path)


def test_a_zip_bomb_costs_neither_time_nor_memory(tmp_path):
    path = tmp_path / "places.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as member:
        for _ in range(300):
            member.write(b" " * 1_000_000)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(FileRefused, match="holds more than 100 times its size: no workbook"):
        open_records(path)
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_names_with_prefixes_are_read(tmp_path):
    path = workbook(tmp_path / "right.xlsx", '<row r="2"><c r="A2"><v>1</v></c></row>')
    prefixed = tmp_path / "places.xlsx"
    with zipfile.ZipFile(path) as right, zipfile.ZipFile(prefixed, "w") as other:
        for name in right.namelist():
            content = right.read(name)
            if name.endswith("sheet.xml"):
                content = content.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
                content = content.replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
            other.writestr(name, content)
    assert frames(prefixed)[0].rows() == [(2, "1", None)]

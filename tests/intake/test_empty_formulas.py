"""Formulas whose saved result is an empty text: nothing, as the sheet shows it, and told; rows of them are blank."""

import xlwt

from tests.cli.program import new_workspace, told
from tests.intake.test_workbooks import workbook
from tracing.intake.formats import open_records

WORDS = "held in name a formula whose saved result is empty, read as nothing: it may never have been reckoned"
EMPTY = '<c r="{}" t="str"><f>IF(1,"","")</f><v></v></c>'


def old(path, second_sheet=False):
    """Two places of which the second has a formula for its name, and one row of formulas alone."""
    book = xlwt.Workbook()
    if second_sheet:
        book.add_sheet("空")
    sheet = book.add_sheet("一")
    for row, cells in enumerate([("place_id", "name"), ("a", "x"), ("b", None)]):
        for at, value in enumerate(cells):
            sheet.write(row, at, xlwt.Formula("A1") if value is None else value)
    sheet.write(3, 0, xlwt.Formula("A9"))
    sheet.write(3, 1, xlwt.Formula("A9"))
    sheet.write(4, 0, "c")
    sheet.write(4, 1, "")
    book.save(str(path))
    return path


def new(path):
    rows = "".join(
        f'<row r="{row}">{cells}</row>'
        for row, cells in {
            2: '<c r="A2" t="str"><v>a</v></c><c r="B2" t="str"><v>x</v></c>',
            3: '<c r="A3" t="str"><v>b</v></c>' + EMPTY.format("B3"),
            4: EMPTY.format("A4") + EMPTY.format("B4"),
            5: '<c r="A5" t="str"><v>c</v></c><c r="B5" t="str"><v></v></c>',
        }.items()
    )
    return workbook(path, rows)


def test_both_sorts_of_workbooks_tell_them(tmp_path):
    files = [
        old(tmp_path / "places.xls"),
        old(tmp_path / "places-2.xls", second_sheet=True),
        new(tmp_path / "places.xlsx"),
    ]
    for path in files:
        [batch] = open_records(path)
        assert batch.frame.select("line", "place_id", "name").rows() == [(2, "a", "x"), (3, "b", None), (5, "c", None)]
        assert {what: lines.to_list() for what, lines in batch.asides.items()} == {("empty-formulas", WORDS): [3]}
        assert batch.broken.is_empty() and batch.blank == 1


def test_the_report_counts_the_rows_up_to_the_last_that_holds_something(tmp_path):
    rows = "".join(f'<row r="{row}">{EMPTY.format(f"A{row}")}</row>' for row in range(3, 40))
    path = workbook(tmp_path / "places.xlsx", '<row r="2"><c r="A2"><v>1</v></c></row>' + rows)
    workspace = new_workspace(tmp_path / "workspace")
    assert "1 row = 1 kept" in told(workspace, "ingest", path).out
    report = told(workspace, "intake-report", "--format", "json").out
    assert '"in_file": 2' in report and '"blank": 0' in report


def test_an_empty_formula_where_a_value_must_be_is_a_reject(tmp_path):
    path = workbook(tmp_path / "places.xlsx", f'<row r="2">{EMPTY.format("A2")}<c r="B2"><v>1</v></c></row>')
    said = told(new_workspace(tmp_path / "workspace"), "ingest", path)
    assert "1 rejected: place_id missing" in said.out

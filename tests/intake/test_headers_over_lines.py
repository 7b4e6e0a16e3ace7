"""Headers whose cells hold line ends, as spreadsheets break them: read by their names, and every line accounted for."""

from random import Random

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines, workbook
from tracing.errors import FileRefused
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout

HEADER = ('"身份证号"', '"扫码\n时间"', '"场所\n\n  名称"')
NAMES = ("身份证号", "扫码 时间", "场所 名称")
RECORDS = (f"{ANNA},2021-08-05 10:00,M1", f"{BEN},2021-08-05 11:00,M2", f"{BEN},2021-08-05 12:00,M3")
PROFILE = """
id = "scans"
kind = "checkins"
[columns]
person_id = { column = "身份证号", as = "document" }
checked_in_at = "扫码时间"
place_id = "场所名称"
"""


def content(header: str, *records: str, encoding: str = "utf-8", end: str = "\n", above: str = "") -> bytes:
    return lines(*((above,) if above else ()), header, *records, encoding=encoding, end=end)


def scans(workspace):
    (workspace / "profiles").mkdir(exist_ok=True)
    put(workspace / "profiles" / "scans.toml", PROFILE)
    return workspace


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_a_text_is_read_in_every_encoding(tmp_path, encoding, end, delimiter):
    records = (record.replace(",", delimiter) for record in RECORDS)
    path = put(tmp_path / "x.csv", content(delimiter.join(HEADER), *records, encoding=encoding, end=end))
    best = glimpses(path)[0]
    assert (best.layout.delimiter, best.lines[0]) == (delimiter, (1, NAMES))
    assert [number for number, _ in best.lines] == [1, 5, 6, 7]
    layout = Layout(best.layout.encoding, delimiter, header_line=1, columns=frozenset(NAMES))
    table = open_records(path, layout)
    assert (table.columns, table.heading) == (NAMES, 4)
    assert [row[0] for batch in table for row in batch.frame.rows()] == [5, 6, 7]


@pytest.mark.parametrize(
    "above", ["", "登记表", '"登记表\n（8月）",,'], ids=["nothing", "a title", "a title over lines"]
)
def test_a_profile_finds_and_reads_it_and_all_lines_are_told(tmp_path, above):
    path = put(tmp_path / "x.csv", content(",".join(HEADER), *RECORDS, above=above))
    workspace = scans(new_workspace(tmp_path / "workspace"))
    said = told(workspace, "ingest", path)
    assert "x.csv (profile scans): 3 rows = 3 kept + 0 rejected + 0 already known" in said.out
    [(heading,)] = rows(workspace / "store.duckdb", "SELECT heading FROM readings")
    assert heading + 3 == len(path.read_text().splitlines())
    assert rows(workspace / "store.duckdb", "SELECT line FROM checkins ORDER BY line") == [
        (heading + at,) for at in (1, 2, 3)
    ]


def test_a_workbook_is_found_and_its_header_on_the_next_page_is_no_record(tmp_path):
    header = ("身份证号", "扫码\n时间", "场所\r\n名称")
    records = ((ANNA, "2021-08-05 10:00", "M1"), header, (BEN, "2021-08-05 11:00", "M2"))
    path = put(tmp_path / "x.xlsx", workbook(("登记表",), header, *records))
    workspace = scans(new_workspace(tmp_path / "workspace"))
    said = told(workspace, "ingest", path)
    assert "3 rows = 2 kept + 1 rejected" in said.out and "the header once more, no record" in said.out


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_a_proposal_writes_it_in_one_line_and_tells_the_lines_of_a_text(tmp_path, name):
    header = ("身份证号", "扫码\n时间", "场所\n\n  名称")
    book = workbook(header, *(record.split(",") for record in RECORDS))
    path = put(tmp_path / name, book if name == "x.xlsx" else content(",".join(HEADER), *RECORDS))
    said = told(new_workspace(tmp_path / "workspace"), "profile", path)
    assert said.status == 0 and "of 3 lines read, 3 are understood" in said.out
    assert 'checked_in_at = "扫码 时间"' in said.out
    assert ("the header is taken to be lines 1 to 4" in said.out) == (name == "x.csv")


@pytest.mark.parametrize("header", ['"person_id\n","household_id"', '"person_id","\r\nhousehold_id"'])
def test_the_specification_s_own_form_may_have_one(tmp_path, header):
    path = put(tmp_path / "households.csv", f"{header}\np1,h1\n")
    table = open_records(path)
    assert table.columns == ("person_id", "household_id") and table.heading == 2


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ('person_id,"household_id\np1,h1\n', "quotes that do not match"),
        ('person_id,"household_id\n"p1","h1"\n', "quotes that do not match"),
        ('person_id,"household_id\np1,h1",x\n', "a quoted field of several lines that holds what stands between"),
        ('person_id,"household_id' + "\n" * 3 + "x\n" * 20 + '"\np1,h1\n', "quotes that do not match"),
        ('person_id,"household\x00\nid"\np1,h1\n', "a NUL character"),
    ],
    ids=["never closed", "closed by a record", "a record within", "too many lines", "a NUL"],
)
def test_no_record_is_swallowed_by_quotes_that_do_not_match(tmp_path, header, reason):
    path = put(tmp_path / "households.csv", header)
    with pytest.raises(FileRefused, match=f"no header in line 1: {reason}"):
        open_records(path)


def test_what_is_left_of_a_broken_header_is_not_taken_for_one(tmp_path):
    path = put(tmp_path / "x.csv", content('身份证号,"扫码时间\n(年,月,日)",场所码', RECORDS[0]))
    assert [number for number, _ in glimpses(path)[0].lines] == [3]
    said = told(new_workspace(tmp_path / "workspace"), "profile", path)
    assert "file.names: no line looks like a header" in said.out and "(年" not in said.out


def test_records_over_lines_are_still_rejected_line_by_line(tmp_path):
    path = put(tmp_path / "x.csv", content(",".join(HEADER), RECORDS[0], f'{BEN},2021-08-05 11:00,"M\n2"', RECORDS[2]))
    batches = [*open_records(path, Layout(columns=frozenset(NAMES)))]
    assert [line for batch in batches for line in batch.frame["line"]] == [5, 8]
    assert [line for batch in batches for line in batch.broken["line"]] == [6, 7]


def test_every_line_is_accounted_for_wherever_quotes_and_line_ends_stand(tmp_path):
    """Of a thousand texts some can be opened: then heading, blank, records and broken lines are all there are."""
    dice, spanning = Random(7), 0
    for at in range(1_000):
        text = "".join(dice.choices(['"', "\n", ",", "a", "b", "\r\n", " "], weights=(4, 3, 4, 3, 3, 1, 1), k=24))
        path = put(tmp_path / f"{at}.csv", text)
        try:
            table = open_records(path, Layout(columns=frozenset("ab")))
        except FileRefused:
            continue
        batches = [*table]
        told_of = sum(batch.frame.height + batch.broken["column"].null_count() for batch in batches)
        assert table.heading + told_of + sum(batch.blank for batch in batches) == text.count("\n") + (text[-1] != "\n")
        spanning += "\n" in text.split("\n", table.heading)[0] or table.heading > 1
    assert spanning > 20, "headers over several lines must be among them"

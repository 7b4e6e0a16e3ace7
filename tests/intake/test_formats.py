"""Which files are taken in, and that a refusal is one line which says where and why."""

import gzip
from random import Random

import polars as pl
import pytest

from tests.intake.files import write_csv, write_parquet, write_xlsx
from tracing.errors import FileRefused
from tracing.intake.formats import check_header, glimpses, kind_of, open_records
from tracing.intake.tables import LISTED
from tracing.model import KINDS

HEADER = ("household_id", "person_id")


def refusal(path, act=open_records) -> str:
    with pytest.raises(FileRefused) as refused:
        act(path)
    message = str(refused.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("households.doc", b"a,b\n1,2\n", "not one of .csv, .csv.gz, .tsv"),
        ("households", b"a,b\n1,2\n", "not one of"),
        ("households.csv", b"", "empty"),
        ("households.csv", b"\n \n\r\n", "empty"),
        ("households.csv", b"\xef\xbb\xbf", "empty"),
        ("households.csv.gz", gzip.compress(b"", mtime=0), "empty"),
        ("households.csv.gz", b"household_id,person_id\n", "damaged or unreadable after line 0"),
        ("households.csv", b"PK\x03\x04\x00\x00\xff\xfe\n", "no header in line 1: not UTF-8"),
        ("households.csv", b"\n\x00\x01\x02\n", "no header in line 2: a NUL character"),
        ("households.csv", b'"household_id,person_id\n', "no header in line 1: quotes that do not match"),
        ("households.csv", b"house,\rperson_id\n1,2\n", "no header in line 1: a carriage return inside the line"),
        ("households.csv", b"x" * 1_000_001, "no header in line 1: longer than 1000000 bytes"),
        ("households.csv", b"Person_ID, person_id \n", "columns 1 and 2 of the header have the same name"),
        ("households.parquet", b"household_id,person_id\n1,2\n", "not a parquet file"),
        ("households.parquet", b"", "empty"),
        ("households.xlsx", b"household_id,person_id\n1,2\n", "not an Excel workbook"),
    ],
)
def test_a_file_without_a_table_is_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path}: ")
    assert reason in refusal(path)


def test_a_path_without_a_file_is_refused(tmp_path):
    assert "no such file" in refusal(tmp_path / "households.csv")
    assert "a folder" in refusal(tmp_path)
    assert "cannot be read" in refusal(tmp_path / ("households" + "x" * 300 + ".csv"))


def test_a_file_name_cannot_break_the_line(tmp_path):
    assert refusal(tmp_path / "households\n\x1b[2J.csv").endswith("households??[2J.csv: no such file")


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "xlsx", "xlsm", "parquet"])
def test_a_header_alone_is_a_table_of_no_rows(tmp_path, ending):
    path = tmp_path / f"households.{ending}"
    match ending:
        case "csv":
            write_csv(path, [HEADER])
        case "csv.gz":
            path.write_bytes(gzip.compress(b"household_id,person_id\n"))
        case "xlsx" | "xlsm":
            write_xlsx(path, [HEADER])
        case "parquet":
            write_parquet(path, {name: pl.Series([], dtype=pl.String) for name in HEADER})
    table = open_records(path)
    assert table.columns == HEADER
    assert table.size == path.stat().st_size
    assert sum(batch.frame.height + batch.broken.height for batch in table) == 0


def test_endings_and_names_of_columns_may_be_in_capitals(tmp_path):
    path = write_csv(tmp_path / "HOUSEHOLDS.CSV", [(" Household_ID", "PERSON_ID "), ("h1", "p1")])
    assert open_records(path).columns == HEADER
    assert next(iter(open_records(path))).frame.to_dicts() == [{"line": 2, "household_id": "h1", "person_id": "p1"}]


def test_columns_without_a_name_or_unlisted_are_dropped(tmp_path):
    path = write_csv(tmp_path / "households.csv", [("", "person_id", "", "line", "secret"), ("a", "p1", "b", "7", "c")])
    assert next(iter(open_records(path))).frame.to_dicts() == [{"line": 2, "person_id": "p1"}]
    assert "line" not in LISTED


def test_a_table_can_be_read_twice(tmp_path):
    table = open_records(write_csv(tmp_path / "households.csv", [HEADER, ("h1", "p1")]))
    assert [batch.frame.rows() for batch in table] == [batch.frame.rows() for batch in table] == [[(2, "h1", "p1")]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fixes_2021-08-05.csv", "fixes"),
        ("checkins-mall.xlsx", "checkins"),
        ("Persons.csv", "persons"),
        ("fixes2.csv.gz", "fixes"),
        ("tests轨迹.csv", "tests"),
    ],
)
def test_the_first_word_of_the_name_is_the_kind(tmp_path, name, kind):
    assert kind_of(tmp_path / name) is KINDS[kind]


@pytest.mark.parametrize("name", ["people.csv", "2021_fixes.csv", "fixesold.csv", ".csv", "fix.csv"])
def test_another_first_word_is_refused_with_the_list_of_kinds(tmp_path, name):
    assert all(kind in refusal(tmp_path / name, kind_of) for kind in KINDS)


def test_all_required_columns_that_are_absent_are_named(tmp_path):
    path = tmp_path / "fixes.csv"
    check_header(KINDS["fixes"], ("longitude", "latitude", "observed_at", "person_id"), path)
    message = refusal(path, lambda path: check_header(KINDS["fixes"], ("latitude", "accuracy_m", "secret"), path))
    assert message == f"{path}: fixes without the required columns: person_id, observed_at, longitude"


def test_a_first_record_in_the_header_s_place_is_not_shown(tmp_path):
    path = write_csv(tmp_path / "fixes.csv", [("SECRET", "person_id", "39.9", "Person_ID")])
    assert "secret" not in refusal(path).lower()
    path = write_csv(tmp_path / "fixes.csv", [("SECRET", "2021-08-05", "39.9", "116.3")])
    message = refusal(path, lambda path: check_header(KINDS["fixes"], open_records(path).columns, path))
    assert "secret" not in message.lower()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<html><meta charset='gbk'><table><tr><td>姓名</td></tr></table></html>".encode("gbk"), "a web page (HTML): "),
        (b"\xef\xbb\xbf\r\n<TABLE border=1>", "a web page (HTML): "),
        ("<!DOCTYPE html>".encode("utf-16"), "a web page (HTML): "),
        (b'<?xml version="1.0"?><Workbook/>', "XML: "),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a web page with all its parts (MHTML): "),
        ("\r\n<?xml version='1.0'?>\t<Workbook/>".encode("utf-16"), "XML: "),
        ("姓名,手机号\r\n".encode(), "text: "),
        ("姓名,手机号\r\n".encode("utf-16-le"), "text: "),
        ("姓名\r\n张三\r\n".encode("gb18030"), "text: "),
        (Random(1).randbytes(5_000), "bytes of no form that is known, nor text: "),
        (bytes(range(256)) * 20, "bytes of no form that is known, nor text: "),
        (b"%PDF-1.4\n1,2\n", "a PDF: "),
        (gzip.compress(b"a,b\n", mtime=0), "a packed file: "),
    ],
)
@pytest.mark.parametrize("name", ["扫码.xls", "checkins.xlsx"])
def test_what_bears_the_name_of_a_workbook_and_is_none_is_told(tmp_path, name, content, what):
    path = tmp_path / name
    path.write_bytes(content)
    for read in (open_records, glimpses):
        with pytest.raises(FileRefused) as refused:
            read(path)
        assert str(refused.value).startswith(f"{path}: not an Excel workbook but {what}")

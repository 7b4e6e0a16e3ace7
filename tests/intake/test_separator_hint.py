"""A first line `sep=;`, by which spreadsheets tell one another what stands between fields: no header and no record."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines
from tracing.errors import FileRefused
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout


def fields(path, **stated) -> list[tuple]:
    table = open_records(path, Layout(columns=frozenset("ab"), **stated))
    return [row for batch in table for row in batch.frame.rows()]


@pytest.mark.parametrize(
    ("content", "comma"),
    [
        (b"sep=;\r\na;b\r\n1;2,5\r\n", ";"),
        (b"\xef\xbb\xbfSEP=,\na,b\n1,2;5\n", ","),
        (b'"sep=\t"\na\tb\n1\t2,5\n', "\t"),
        ("sep=|\na|b\n1|2,5\n".encode("utf-16"), "|"),
        (b"\nsep=;;\n\na;b\n1;2,5\n", ";"),
    ],
)
def test_it_says_what_stands_between_fields_in_every_encoding(content, comma, tmp_path):
    path = put(tmp_path / "x.csv", content)
    header, record = (3, 4) if content.startswith(b"\n") else (1, 2)
    [glimpse] = glimpses(path)
    assert glimpse.layout.delimiter == comma
    assert [line for line, _ in glimpse.lines] == [header + 1, record + 1]
    assert open_records(path).layout.delimiter == comma
    assert [(row[0], row[1][0], row[2][0]) for row in fields(path)] == [(record + 1, "1", "2")]


def test_it_is_no_record_of_a_file_without_a_header(tmp_path):
    path = put(tmp_path / "x.csv", "sep=;\n1;2\n3;4\n")
    assert fields(path, names=("a", "b")) == [(2, "1", "2"), (3, "3", "4")]


def test_what_is_stated_must_not_contradict_it(tmp_path):
    path = put(tmp_path / "x.csv", "sep=;\na;b\n1;2\n")
    assert fields(path, delimiter=";") == [(3, "1", "2")]
    with pytest.raises(FileRefused, match="its line 1 says what stands between fields, and it is said to be something"):
        open_records(path, Layout(delimiter=","))


@pytest.mark.parametrize("first", ["sep=^", "sep=", "sep", "sep=;a", "x,sep=;"])
def test_any_other_first_line_is_a_header_as_it_was(first, tmp_path):
    path = put(tmp_path / "x.csv", f"{first}\n1,2\n")
    assert open_records(path).columns == tuple(first.split(","))


def test_a_file_that_holds_nothing_else_is_empty(tmp_path):
    with pytest.raises(FileRefused, match="empty"):
        open_records(put(tmp_path / "x.csv", "sep=;\n"))


def test_files_with_it_are_taken_in_and_lines_keep_their_numbers(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    own = put(tmp_path / "checkins_1.csv", "sep=;\nperson_id;place_id;checked_in_at\np;M;2021-08-05T10:00\n")
    scans = lines("sep=;", "姓名;身份证号;手机号;场所码;扫码时间", f"安娜;{ANNA};;M;2021/8/5 10:00")
    said = told(workspace, "ingest", own, put(tmp_path / "扫码.csv", scans))
    assert said.status == 0 and said.out.count("1 kept + 0 rejected") == 2
    assert rows(workspace / "store.duckdb", "SELECT file_id, line FROM checkins ORDER BY file_id") == [(1, 3), (2, 3)]

"""Files that are none: each is refused in one line that says why, nothing of it is kept, and the others go on.

Source: specification, section 2; issue: a file that is no table, is empty, lacks a needed column or has an unknown
first word is refused in one line.
"""

import gzip
import os
import random
from io import BytesIO

import openpyxl
import polars as pl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.cli.thirteen import KINDS
from tracing.store import statement

HEADER = b"person_id,observed_at,latitude,longitude\n"
ROW = b"p,2021-08-05T10:00:00,25.1,102.7\n"
TABLE = HEADER + ROW * 400


def workbook(*sheets: list[tuple]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.remove(book.active)
    for lines in sheets:
        sheet = book.create_sheet()
        for line in lines:
            sheet.append(line)
    book.save(out)
    return out.getvalue()


def parquet(**columns: list) -> bytes:
    out = BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


FIXES = ("person_id", "observed_at", "latitude", "longitude")
SHEET = [FIXES, ("p", "2021-08-05", 25.1, 102.7)]
WHOLE = parquet(person_id=["p"] * 400, observed_at=["2021-08-05"] * 400, latitude=[25.1] * 400, longitude=[1.0] * 400)
REFUSED = {
    "fixes_empty.csv": (b"", "empty"),
    "fixes_mark.csv": (b"\xef\xbb\xbf", "empty"),
    "fixes_blank.csv": (b"\n \r\n\n", "empty"),
    "fixes_noise.csv": (random.Random(1).randbytes(5000), "header"),
    "fixes_utf16.csv": (TABLE.decode().encode("utf-16-le"), "header"),
    "fixes_semicolons.csv": (TABLE.replace(b",", b";"), "columns: person_id, observed_at, latitude, longitude"),
    "fixes_column.csv": (b"person_id,observed_at,latitude\np,2021-08-05,1\n", "columns: longitude"),
    "fixes_twice.csv": (HEADER.strip() + b",latitude\n", "columns 3 and 5 of the header have the same name"),
    "fixes_return.csv": (TABLE.replace(b",", b",\r", 1), "carriage return"),
    "fixes_plain.csv.gz": (TABLE, "damaged"),
    "fixes_cut.csv.gz": (gzip.compress(TABLE)[:-9], "damaged"),
    "fixes_tail.csv.gz": (gzip.compress(TABLE) + b"tail", "damaged"),
    "fixes_nothing.csv.gz": (gzip.compress(b""), "empty"),
    "fixes_text.xlsx": (TABLE, "not an Excel workbook"),
    "fixes_sheets.xlsx": (workbook(SHEET, SHEET), "more than one sheet"),
    "fixes_nothing.xlsx": (workbook([]), "empty"),
    "fixes_title.xlsx": (workbook([("All fixes",), *SHEET]), "columns: person_id, observed_at"),
    "fixes_text.parquet": (TABLE, "not a parquet file"),
    "fixes_cut.parquet": (WHOLE[: len(WHOLE) // 2], "not a parquet file"),
    "fixes_nested.parquet": (parquet(**{name: [[1.0]] for name in FIXES}), "person_id"),
    "fixes_old.xls": (workbook(SHEET)[:400], "not an Excel workbook"),
    "fixes_track.gpx": (TABLE, "not a GPX file: not well formed"),
    "fixes_track.plt": (b"25,102.5,0,6200,44413,2021-08-05,10:00:00\n" * 9, "points stand in its first 6 lines"),
    "fixes_packed.zip": (TABLE, "not a zip archive"),
    "fixes.doc": (TABLE, "not one of .csv, .csv.gz, .tsv"),
    "fixes": (TABLE, "not one of .csv, .csv.gz, .tsv"),
    "fixesold.csv": (TABLE, f"kind of records: {', '.join(KINDS[:3])}"),
    "2021_fixes.csv": (TABLE, "kind of records"),
    ".csv": (TABLE, "kind of records"),
}


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """A workspace to which all broken files were brought, and one that is whole after them."""
    folder = tmp_path_factory.mktemp("broken")
    workspace = new_workspace(folder / "workspace")
    paths = [put(folder / "files" / name, content) for name, (content, _) in REFUSED.items()]
    return workspace, paths, told(workspace, "ingest", *paths, put(folder / "fixes_whole.csv", TABLE))


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line_that_says_why(name, brought):
    _, paths, said = brought
    path = next(path for path in paths if path.name == name)
    about = [line for line in said.complaints if line.startswith(f"tracing: {path}: ")]
    assert len(about) == 1 and REFUSED[name][1] in about[0].removeprefix(f"tracing: {path}: ")


def test_the_others_go_on_and_nothing_else_is_said(brought):
    workspace, _, said = brought
    assert said.status == 2
    assert len(said.complaints) == len(REFUSED)
    assert said.out.startswith("fixes_whole.csv: 400 rows = 1 kept + 0 rejected + 399 already known")
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM fixes") == [(1,)]
    assert rows(workspace / "vault.duckdb", "SELECT count(*) FROM keys") == [(1,)]


def test_what_is_no_file_is_refused_with_its_reason(brought, tmp_path):
    workspace, _, _ = brought
    (tmp_path / "fixes_folder.csv").mkdir()
    os.mkfifo(tmp_path / "fixes_pipe.csv")
    os.symlink(tmp_path / "nowhere", tmp_path / "fixes_link.csv")
    reasons = {
        "fixes_none.csv": "no such file",
        "fixes_link.csv": "no such file",
        "none.csv": "no such file",
        "fixes_folder.csv": "folder",
        "": "folder",
        "fixes_pipe.csv": "not a regular file",
    }
    for name, reason in reasons.items():
        said = told(workspace, "ingest", tmp_path / name)
        assert said.status == 2 and len(said.complaints) == 1
        assert reason in said.complaints[0], name


MORE = 9_000
WIDE = b"%b,%b\na12,2021-08-05,1,2%b\n" % (HEADER.strip(), b",".join(b"c%d" % n for n in range(MORE)), b"," * MORE)
ROWS = {
    "fixes_spaced.csv": (b" Person_ID , OBSERVED_AT,Latitude,longitude , more\na1,2021-08-05,1,2,m\n", 1, 0),
    "fixes_ordered.csv": (b"longitude,latitude,observed_at,more,person_id\n102,25,2021-08-05,m,a2\n", 1, 0),
    "fixes_marked.csv": (b'\xef\xbb\xbf"person_id","observed_at",latitude,longitude\r\n"a3",2021-08-05,1,2', 1, 0),
    "fixes_unnamed.csv": (b"person_id,observed_at,latitude,longitude,,\na4,2021-08-05,1,2,,\n", 1, 0),
    "fixes_quoted.csv": (HEADER + b'"a,5",2021-08-05,1,2\n"a ""5""",2021-08-05,1,2\n"a5,2021-08-05,1,2\n', 2, 1),
    "fixes_ragged.csv": (HEADER + b"a6,2021-08-05,1\na6,2021-08-05,1,2,3\n,,,\na6,2021-08-05,1,2\n", 1, 3),
    "fixes_bytes.csv": (HEADER + b"a\xff,2021-08-05,1,2\na\0,2021-08-05,1,2\na7,2021-08-05,1,2\n", 1, 2),
    "fixes_headers.csv": (HEADER + HEADER + b"a8,2021-08-05,1,2\n" + HEADER, 1, 2),
    "fixes_long.csv": (HEADER + b"l" * 2_000_000 + b",2021-08-05,1,2\na9,2021-08-05,1,2\n", 1, 1),
    "fixes_members.csv.gz": (gzip.compress(HEADER) + gzip.compress(b"a10,2021-08-05,1,2\n"), 1, 0),
    "fixes_utf16.csv": ((HEADER + b"a16,2021-08-05,1,2\r\n").decode().encode("utf-16"), 1, 0),
    "fixes_half.csv": ((HEADER + b"a17,2021-08-05,1,2\n").decode().encode("utf-16") + b"a", 1, 1),
    "fixes_oldmac.csv": ((HEADER + b"a18,2021-08-05,1,2\n\na18,,1,2\n").replace(b"\n", b"\r"), 1, 1),
    "FIXES-Upper.CSV": (HEADER + b"a11,2021-08-05,1,2\n", 1, 0),
    "fixes_wide.csv": (WIDE, 1, 0),
}  # fmt: skip


def test_a_file_that_is_only_untidy_is_taken_in_line_by_line(brought, tmp_path):
    workspace, _, _ = brought
    said = told(workspace, "ingest", *(put(tmp_path / name, content) for name, (content, _, _) in ROWS.items()))
    assert said.status == 0, said.err
    for name, (_, kept, rejected) in ROWS.items():
        read = "1 row" if kept + rejected == 1 else f"{kept + rejected} rows"
        account = f"{name}: {read} = {kept} kept + {rejected} rejected + 0 already known"
        assert account in said.out.splitlines()
    for check in ("checks/row_account", "checks/rejects_account", "checks/kept_rows"):
        assert rows(workspace / "store.duckdb", statement(check)) == []

"""Lists and graphs as files: the format asked for, the place asked for, readable by their owner alone.

Source: specification, sections 7 and 9.
"""

import json
import stat
from io import BytesIO

import openpyxl
import polars as pl
import pytest

from tests.cli.program import told

COLUMNS = [
    "case_id", "person_id", "tier", "via", "first_contact_at", "last_contact_at", "minutes", "closest_m", "rules",
    "places", "episodes", "follow_up_until", "grid_id", "change",
]  # fmt: skip
BEGINNINGS = {
    "csv": b"\xef\xbb\xbfcase_id,", "xlsx": b"PK\x03\x04", "parquet": b"PAR1",
    "html": b"<!DOCTYPE html>", "graphml": b"<?xml", "gexf": b"<?xml",
}  # fmt: skip


def beginning(format: str, command: str) -> bytes:
    if format == "json":
        return b"[" if command == "contacts" else b"{"
    return BEGINNINGS[format]


FILES = [
    *(("contacts", format) for format in ("csv", "xlsx", "parquet", "json")),
    *(("graph", format) for format in ("html", "graphml", "gexf", "json")),
]


@pytest.mark.parametrize(("command", "format"), FILES)
@pytest.mark.parametrize("shown", [str.lower, str.upper])
def test_the_ending_of_the_file_is_its_format(command, format, shown, screened, tmp_path):
    out = tmp_path / f"C001.{shown(format)}"
    said = told(screened, command, "C001", "--out", out)
    assert (said.status, said.out) == (0, f"{out}\n")
    assert bool(said.err) == (command == "contacts" and format != "xlsx"), "which has a sheet for what is said"
    assert out.read_bytes().startswith(beginning(format, command))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("command", "name"),
    [("contacts", "C001.pdf"), ("contacts", "C001.html"), ("graph", "C001.csv"), ("graph", "C001.png")],
)
def test_an_ending_that_is_no_format_is_refused_rather_than_filled_with_another(command, name, screened, tmp_path):
    said = told(screened, command, "C001", "--out", tmp_path / name)
    assert said.status == 2 and len(said.complaints) == 1
    assert not (tmp_path / name).exists()


def test_rejects_are_csv_and_no_workbook(screened, tmp_path):
    assert told(screened, "rejects", "--out", tmp_path / "rejects.xlsx").status == 2
    assert told(screened, "rejects", "--out", tmp_path / "rejects.csv").status == 0


@pytest.mark.parametrize("command", ["contacts", "graph"])
def test_a_file_that_cannot_be_written_is_one_line_and_leaves_nothing(command, screened, tmp_path):
    (tmp_path / "folder").mkdir()
    for where in ("no/such/folder/list.json", "folder", "folder/list.json/under"):
        said = told(screened, command, "C001", "--format", "json", "--out", tmp_path / where)
        assert said.status == 19 and len(said.complaints) == 1
        assert said.complaints[0].startswith(f"tracing: {tmp_path / where}: ")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_all_formats_hold_the_same_lines(screened):
    formats = ("csv", "parquet", "json", "xlsx")
    written = {name: told(screened, "contacts", "--format", name).bytes_out for name in formats}
    csv = pl.read_csv(written["csv"], infer_schema=False)
    assert csv.columns == COLUMNS and csv.height > 100
    assert not written["csv"].startswith(b"\xef\xbb\xbf")
    parquet = pl.read_parquet(BytesIO(written["parquet"]))
    assert parquet.columns == COLUMNS
    objects = json.loads(written["json"])
    assert [list(line) for line in objects] == [COLUMNS] * csv.height
    _, *cells = openpyxl.load_workbook(BytesIO(written["xlsx"]))["contacts"].iter_rows(values_only=True)
    for name in ("case_id", "person_id", "tier", "via"):
        wanted = csv[name].to_list()
        assert parquet[name].to_list() == wanted
        assert [line[name] for line in objects] == wanted
        assert [row[COLUMNS.index(name)] for row in cells] == wanted


@pytest.mark.parametrize("case", ["C001", None])
def test_what_the_evidence_covers_goes_with_every_list(case, screened, tmp_path):
    """On the standard error, on a sheet of the workbook, in the metadata of parquet: the same sentences."""
    asked = [case] if case else []
    err = told(screened, "contacts", *asked).err
    said = [line.strip() for block in err.splitlines() for line in block.split("; ")]
    assert sum("people on the list" in sentence for sentence in said) == (1 if case else 5)
    for format in ("json", "parquet"):
        assert told(screened, "contacts", *asked, "--format", format).err == err
        assert told(screened, "contacts", *asked, "--out", tmp_path / f"list.{format}").err == err
    told(screened, "contacts", *asked, "--out", tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    assert book.sheetnames == ["contacts", "coverage", "about"]
    rows = list(book["coverage"].iter_rows(values_only=True))
    metadata = pl.read_parquet_metadata(tmp_path / "list.parquet")["coverage"]
    assert metadata.splitlines() == [f"{case_id}: {sentence}" for case_id, sentence in rows]
    assert "; ".join(said) == "; ".join(
        f"{case_id}: {sentence}" if "on the list" in sentence else sentence for case_id, sentence in rows
    )


def test_the_graph_says_what_the_evidence_covers(screened):
    case = json.loads(told(screened, "graph", "C001", "--format", "json").out)["case"]
    said = told(screened, "contacts", "C001").err
    assert len(case["coverage"]) > 5
    assert all(sentence in said for sentence in case["coverage"])
    for format in ("html", "graphml", "gexf"):
        assert all(part in told(screened, "graph", "C001", "--format", format).out for part in case["coverage"])


def test_the_list_of_one_case_is_its_part_of_all_lists(screened):
    every = told(screened, "contacts").out.splitlines()
    parts = [told(screened, "contacts", f"C00{number}").out.splitlines() for number in range(1, 6)]
    assert every == [every[0], *(line for part in parts for line in part[1:])]


def test_a_cell_that_would_run_as_a_formula_is_guarded_and_a_script_stays_text(tmp_path):
    from tests.cli.program import CHECKINS, new_workspace, put

    workspace = new_workspace(tmp_path / "outbreak")
    stay = "L,2021-07-31T10:00,2021-07-31T11:00"
    script = "</script><script>alert(1)</script>"
    told(
        workspace, "ingest",
        put(tmp_path / "cases.csv", 'case_id,person_id,classification,onset_at\n"=1+1",a,confirmed,2021-08-01\n'),
        put(tmp_path / "checkins.csv", f"{CHECKINS}a,{stay}\nx,{stay}\n"),
        put(tmp_path / "places.csv", f'place_id,name\nL,"{script}"\n'),
    )  # fmt: skip
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    assert told(workspace, "contacts").out.splitlines()[1].startswith("'=1+1,")
    page = told(workspace, "graph", "=1+1").out
    assert "alert(1)" in page and script not in page
    assert script in "\n".join(told(workspace, "explain", "=1+1", "x").out.splitlines())

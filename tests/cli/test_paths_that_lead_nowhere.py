"""`tracing ingest` of a path at which nothing lies: one line, 2, and nothing in the ledger."""

import zipfile

import pytest

from tests.cli.program import new_workspace, put, rows, small_outbreak, told


def brought(workspace) -> list[str]:
    return [name for (name,) in rows(workspace / "store.duckdb", "SELECT name FROM files ORDER BY file_id")]


@pytest.mark.parametrize("name", ["none.csv", "no/folder/none.csv", "cases.csv/none.csv", "n" * 300])
def test_it_is_said_in_a_line_and_not_noted_and_the_others_go_on(name, tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    cases, checkins = small_outbreak(tmp_path)
    alone = told(workspace, "ingest", tmp_path / name)
    assert (alone.status, alone.out, len(alone.complaints)) == (2, "", 1)
    assert alone.err.startswith(f"tracing: {tmp_path / name}: ") and brought(workspace) == []
    said = told(workspace, "ingest", cases, tmp_path / name, checkins)
    assert (said.status, said.err) == (2, alone.err)
    assert brought(workspace) == ["cases.csv", "checkins.csv"] and "all files: 3 rows = 3 kept" in said.out
    assert told(workspace, "files").out.count(".csv") == 2


def test_a_link_to_nothing_is_nothing_and_a_folder_is_refused_as_before(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    link = tmp_path / "cases.csv"
    link.symlink_to(tmp_path / "gone.csv")
    assert told(workspace, "ingest", link).status == 2 and brought(workspace) == []
    assert told(workspace, "ingest", tmp_path).status == 2 and len(brought(workspace)) == 1


def test_a_member_of_an_archive_is_there_and_one_that_it_lacks_is_not(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    [cases, _] = small_outbreak(tmp_path)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(cases, "cases.csv")
    said = told(workspace, "ingest", tmp_path / "all.zip" / "cases.csv", tmp_path / "all.zip" / "tests.csv")
    assert said.status == 2 and said.complaints == [f"tracing: {tmp_path / 'all.zip' / 'tests.csv'}: no such file"]
    assert brought(workspace) == ["all.zip/cases.csv"]


def test_what_is_refused_in_the_inbox_is_noted_as_before(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    put(workspace / "inbox" / "cases.csv", "case,person\n1,2\n")
    assert told(workspace, "ingest").status == 18 and brought(workspace) == ["cases.csv"]

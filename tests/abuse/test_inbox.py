"""`tracing ingest` without files: what lies in the inbox is taken in and moves on; nothing is passed over unsaid."""

import gzip
import os
from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, rows, told

HEADER = "household_id,person_id\n"


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def lying(workspace: Path, folder: str) -> list[str]:
    return sorted(path.name for path in (workspace / folder).iterdir())


def test_good_files_move_to_taken_bad_ones_to_refused_and_hidden_ones_wait(workspace):
    put(workspace / "inbox" / "households_1.csv", f"{HEADER}H1,a\n")
    put(workspace / "inbox" / "households_2.csv", "a,b\n")
    put(workspace / "inbox" / "notes.txt", "x")
    put(workspace / "inbox" / ".households_3.csv", f"{HEADER}H1,b\n")
    said = told(workspace, "ingest")
    assert said.status == 18 and len(said.complaints) == 2
    assert lying(workspace, "taken") == ["households_1.csv"]
    assert lying(workspace, "refused") == ["households_2.csv", "notes.txt"]
    assert lying(workspace, "inbox") == [".households_3.csv"]
    assert told(workspace, "ingest").status == 0


def test_files_are_taken_in_in_the_order_they_were_changed(workspace):
    for number, name in enumerate(("b", "c", "a")):
        path = put(workspace / "inbox" / f"places_{name}.csv", f"place_id,kind\nL,{name}\n")
        os.utime(path, (1_600_000_000 + number,) * 2)
    told(workspace, "ingest")
    assert rows(workspace / "store.duckdb", "SELECT kind FROM places ORDER BY file_id") == [("b",), ("c",), ("a",)]


def test_a_name_that_came_before_hides_no_file(workspace):
    for person in "abc":
        put(workspace / "inbox" / "households.csv", f"{HEADER}H1,{person}\n")
        put(workspace / "inbox" / "households.csv.gz", gzip.compress(f"{HEADER}H2,{person}\n".encode()))
        assert told(workspace, "ingest").status == 0
    assert len(lying(workspace, "taken")) == 6
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM households") == [(6,)]


def test_a_file_named_on_the_command_line_stays_where_it_is(workspace, tmp_path):
    path = put(tmp_path / "households.csv", f"{HEADER}H1,a\n")
    told(workspace, "ingest", path)
    assert path.exists() and lying(workspace, "taken") == []


def test_a_folder_in_the_inbox_is_not_passed_over_in_silence(workspace):
    put(workspace / "inbox" / "monday" / "households.csv", f"{HEADER}H1,a\n")
    said = told(workspace, "ingest")
    taken = rows(workspace / "store.duckdb", "SELECT count(*) FROM households") == [(1,)]
    assert taken or "monday" in said.out + said.err


def test_a_link_in_the_inbox_moves_on_as_a_file_does(workspace, tmp_path):
    path = put(tmp_path / "elsewhere" / "households.csv", f"{HEADER}H1,a\n")
    os.symlink(path, workspace / "inbox" / "households.csv")
    assert "1 kept" in told(workspace, "ingest").out
    assert lying(workspace, "inbox") == [] and path.exists()


@pytest.mark.parametrize("folder", ["inbox", "taken", "refused"])
def test_a_folder_that_somebody_removed_is_no_fault_of_the_program(folder, workspace):
    put(workspace / "inbox" / "households.csv", f"{HEADER}H1,a\n")
    put(workspace / "inbox" / "notes.txt", "x")
    for path in (workspace / folder).iterdir():
        path.unlink()
    (workspace / folder).rmdir()
    assert told(workspace, "ingest").status != 70


def test_a_refusal_says_where_the_file_lies_now(workspace):
    put(workspace / "inbox" / "households.csv", "a,b\n")
    assert "refused" in told(workspace, "ingest").err

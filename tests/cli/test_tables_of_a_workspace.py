"""`tracing check` holds the tables of every database against those that the program makes."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import told
from tracing.store import Database

DAMAGES = {
    "a table of the store": ("store.duckdb", "store", "DROP TABLE proposals", "table proposals is missing"),
    "a column of the store": (
        "store.duckdb", "store", "ALTER TABLE fixes DROP COLUMN accuracy_m", "column fixes.accuracy_m is missing",
    ),
    "a type": (
        "store.duckdb", "store", "ALTER TABLE findings ALTER COLUMN file_id TYPE VARCHAR",
        "column findings.file_id is VARCHAR, not INTEGER",
    ),
    "a column too many": (
        "vault.duckdb", "vault", "ALTER TABLE persons ADD COLUMN title VARCHAR", "column persons.title is unknown",
    ),
    "a table of the vault": ("vault.duckdb", "vault", "DROP TABLE persons", "table persons is missing"),
    "a table of results": (
        "results/screen-000001.duckdb", "results", "DROP TABLE windows", "table windows is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "part", "damage", "says"), DAMAGES.values(), ids=DAMAGES)
def test_a_table_that_is_not_as_it_is_made_is_named_in_one_line(file, part, damage, says, screened, tmp_path):
    workspace = shutil.copytree(screened, tmp_path / "workspace")
    with Database(workspace / file) as database:
        database.run(damage)
    said = told(workspace, "check")
    assert said.status == 17
    lines = [line for line in said.complaints if line.startswith(f"tracing: {part}: ")]
    assert lines == [f"tracing: {part}: {workspace / file}: not as this program makes it: {says}"]


def test_many_faults_are_counted_and_not_all_told(screened, tmp_path):
    workspace = shutil.copytree(screened, tmp_path / "workspace")
    with Database(workspace / "store.duckdb") as store:
        for table in ("tickets", "tests", "cases", "places", "passages", "vehicles", "households"):
            store.run(f"DROP TABLE {table}")
    [line] = [line for line in told(workspace, "check").complaints if line.startswith("tracing: store: ")]
    assert line.count("is missing") == 5 and line.endswith("; and 2 more")


def test_a_table_of_somebody_s_own_is_no_damage(screened, tmp_path):
    workspace: Path = shutil.copytree(screened, tmp_path / "workspace")
    with Database(workspace / "store.duckdb") as store:
        store.run("CREATE TABLE notes (said VARCHAR)")
    assert told(workspace, "check").status == 0

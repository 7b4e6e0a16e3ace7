"""A process that dies at the worst moment: nothing is lost, nothing doubled, and what it left does not disturb.

The moments are chosen, not waited for: the process ends itself, as a kill would, when it comes to a given function.
"""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, SAMPLES, new_workspace, people_listed, put, rows, small_outbreak, told
from tests.cli.thirteen import KINDS
from tracing.store import statement

ROOT = Path(__file__).resolve().parents[2]
FILES = [SAMPLES / f"{kind}.csv" for kind in ("persons", "followups", "checkins")]
MOMENTS = {
    "while it reads": ("tracing.records", "add"),
    "between the vault and the store": ("tracing.ledger", "settle"),
    "before the file moves on": ("pipelines.ingest", "_move_on"),
}
DIE = """
import importlib, os, signal, sys
from pipelines import cli
module, name, *arguments = sys.argv[1:]
setattr(importlib.import_module(module), name, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))
sys.exit(cli.main(arguments))
"""


def killed_at(module: str, name: str, workspace: Path, *arguments: object) -> None:
    """Run a command that dies when it first calls that function."""
    words = [sys.executable, "-c", DIE, module, name, *map(str, arguments), "--workspace", str(workspace)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT")}
    ended = subprocess.run(words, cwd=ROOT, env=kept, capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def held(workspace: Path) -> dict[str, int]:
    """How many rows each table of the store and the vault holds."""
    tables = [("store", kind) for kind in (*KINDS, "rejects")] + [("vault", name) for name in ("keys", "persons")]
    return {
        f"{file}.{table}": rows(workspace / f"{file}.duckdb", f"SELECT count(*) FROM {table}")[0][0]
        for file, table in tables
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, int]:
    """What the tables hold when nothing happens."""
    workspace = new_workspace(tmp_path_factory.mktemp("undisturbed") / "workspace")
    assert told(workspace, "ingest", *FILES).status == 0
    return held(workspace)


@pytest.mark.parametrize("moment", ["while it reads", "between the vault and the store"])
def test_an_ingest_that_was_killed_is_done_again_as_if_it_never_began(moment, undisturbed, tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    killed_at(*MOMENTS[moment], workspace, "ingest", *FILES)
    assert told(workspace, "ingest", *FILES).status == 0
    assert held(workspace) == undisturbed
    for check in ("checks/row_account", "checks/rejects_account", "checks/kept_rows"):
        assert rows(workspace / "store.duckdb", statement(check)) == []


def test_a_file_of_the_inbox_is_taken_in_by_the_next_run(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    for path in small_outbreak(tmp_path):
        put(workspace / "inbox" / path.name, path.read_bytes())
    killed_at(*MOMENTS["before the file moves on"], workspace, "ingest")
    assert told(workspace, "ingest").status == 0
    assert not list((workspace / "inbox").iterdir())
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM checkins") == [(2,)]
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert len(people_listed(workspace, "C1")) == 1


def test_who_stood_in_a_file_that_was_never_taken_in_is_not_disclosed(tmp_path):
    """The vault commits first: what only it holds belongs to no file, and must not pass for what is last known."""
    workspace = new_workspace(tmp_path / "workspace")
    register = put(tmp_path / "persons.csv", "person_id,name,phone\nx,Known,1\n")
    told(workspace, "ingest", *small_outbreak(tmp_path), register)
    told(workspace, "screen", "--as-of", AS_OF)
    broken = put(tmp_path / "persons_2.csv", "person_id,name,phone\nx,Wrong,2\nx,Worse,3\n")
    killed_at("tracing.ledger", "settle", workspace, "ingest", broken)
    assert ",Known,1," in told(workspace, "contacts", "C1", "--identified").out
    put(broken, "person_id,name,phone\nx,Right,4\n")
    assert "1 kept" in told(workspace, "ingest", broken).out
    assert ",Right,4," in told(workspace, "contacts", "C1", "--identified").out


def test_a_screen_that_was_killed_leaves_the_last_one_and_the_next_one_whole(outbreak, copied):
    workspace = copied(outbreak)
    before = told(workspace, "contacts").out
    killed_at("os", "replace", workspace, "screen", "--as-of", AS_OF)
    assert told(workspace, "contacts").out == before
    said = told(workspace, "screen", "--as-of", AS_OF)
    assert said.status == 0 and "screen 3:" in said.out
    assert told(workspace, "contacts").out == before
    assert all(path.suffix == ".duckdb" for path in (workspace / "results").iterdir()), "parts of a dead screen stay"


def test_the_logs_that_a_killed_process_leaves_are_for_its_owner_alone(tmp_path):
    """What is committed and not yet gathered stands in a log beside its database: of the vault's, people's names."""
    workspace = new_workspace(tmp_path / "workspace")
    register = put(tmp_path / "persons.csv", "person_id,name,phone\nx,Known,1\n")
    killed_at("tracing.ledger", "settle", workspace, "ingest", register)
    left = [path for path in workspace.iterdir() if path.is_file() and ".duckdb" in path.name]
    assert any(path.suffix == ".wal" for path in left)
    assert {stat.S_IMODE(path.stat().st_mode) for path in left} == {0o600}

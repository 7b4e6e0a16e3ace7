"""Two processes in one workspace: one writes, whoever else wants to is told so, and readers of lists never wait."""

import shutil
import subprocess
import sys

import pytest

from tests.cli.program import AS_OF, SAMPLES, told
from tracing import store
from tracing.store import Database

HOLD = """
import duckdb, sys
held = [duckdb.connect(path) for path in sys.argv[1:]]
print("held", flush=True)
input()
"""


@pytest.fixture(scope="module")
def busy(outbreak, tmp_path_factory):
    """A workspace whose databases another process holds. A connection of this very process would not lock."""
    workspace = shutil.copytree(outbreak, tmp_path_factory.mktemp("busy") / "workspace")
    files = [str(workspace / name) for name in ("store.duckdb", "vault.duckdb")]
    other = subprocess.Popen([sys.executable, "-c", HOLD, *files], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"held\n"
    yield workspace
    other.kill()
    other.wait()
    with Database(workspace / "store.duckdb", read_only=True) as opened:
        assert opened.run("SELECT count(*) FROM checkins") == [(2,)]


@pytest.mark.parametrize(
    "arguments",
    [("ingest", SAMPLES / "cases.csv"), ("screen", "--as-of", AS_OF), ("contacts", "--identified"), ("rejects",)],
    ids=lambda arguments: arguments[0],
)
def test_who_needs_a_held_database_is_told_in_one_line(arguments, busy, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE_S", 0.2)
    said = told(busy, *arguments)
    assert said.status == 12 and said.out == ""
    assert len(said.complaints) == 1 and "another process" in said.complaints[0]


@pytest.mark.parametrize(
    "arguments",
    [("contacts",), ("contacts", "C1"), ("graph", "C1", "--format", "json")],
    ids=" ".join,
)
def test_lists_and_graphs_do_not_wait(arguments, busy, outbreak):
    said = told(busy, *arguments)
    assert (said.status, said.out) == (0, told(outbreak, *arguments).out)


def test_an_explanation_does_not_wait_and_leaves_out_only_what_needs_the_store(busy, outbreak):
    free, while_busy = (told(workspace, "explain", "C1", "x").out.splitlines() for workspace in (outbreak, busy))
    others = free.index("other rules, nearest first")
    assert while_busy[:-1] == free[:others]
    assert while_busy[-1] == "the other rules could not be looked at: another process is writing to the store"

"""Nobody waits for what a command does not use: which packages a process loads, and which databases it opens.

How long that takes depends on the machine; what is loaded and opened does not.
"""

import os
import re
import shutil
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest

from pipelines.cli import GRAPH_FORMATS, parser
from tests.cli.program import AS_OF, people_listed, rows, told
from tracing.program import fingerprint
from tracing.store import Database, statement

COMMANDS = next(action for action in parser()._actions if action.dest == "command").choices
SLOW = {"duckdb", "networkx", "numpy", "openpyxl", "polars", "prefect", "pyarrow"}
READING = {"duckdb", "polars"}
SEARCHING = READING | {"numpy", "pyarrow"}
SEARCH = {"pipelines.ingest", "pipelines.onward", "pipelines.screened", "tracing.arrivals", "tracing.intake.formats"}
IMPORTED = re.compile(r"^import time: .*\| +(\S+)$", re.MULTILINE)
ASKED = statement("store/person_is_known")
OTHERS = "SELECT person_id FROM persons ANTI JOIN cases USING (person_id)"


def loaded(tracing, workspace: Path, *arguments: object) -> set[str]:
    """The modules that one command loads, in a process of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT", "TRACING"))}
    said = tracing(workspace, *arguments, env=kept | {"PYTHONPROFILEIMPORTTIME": "1"})
    assert said.returncode == 0
    assert "nanobind" not in said.stderr, "DuckDB complains at the end of what was not let go"
    return set(IMPORTED.findall(said.stderr))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_none_of_the_slow_packages(command, tracing, tmp_path):
    modules = loaded(tracing, tmp_path, *command.split(), "--help")
    assert "argparse" in modules
    assert not modules & SLOW


def test_the_version_is_told_and_so_is_the_mark_of_the_program(tracing, tmp_path):
    said = tracing(tmp_path, "--version")
    assert said.stdout == f"tracing {version('tracing')}, program {fingerprint()[:12]}\n"
    assert not loaded(tracing, tmp_path, "--version") & SLOW


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("definitions",), READING),
        (("contacts", "C001"), READING),
        (("rejects",), READING),
        (("explain", "C001", "P00012"), SEARCHING),
        (("graph", "C001", "--format", "html"), READING | {"networkx"}),
        (("graph", "C001", "--format", "graphml"), READING | {"networkx"}),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_command_loads_the_packages_it_uses(arguments, allowed, tracing, screened):
    modules = loaded(tracing, screened, *arguments)
    assert "polars" in modules
    assert modules & SLOW <= allowed


def test_only_a_workbook_needs_openpyxl(tracing, screened, tmp_path):
    modules = loaded(tracing, screened, "contacts", "--out", tmp_path / "lists.xlsx")
    assert modules & SLOW - READING <= {"numpy", "openpyxl"}


def test_a_screen_loads_no_package_for_files_and_graphs(tracing, screened, tmp_path):
    modules = loaded(tracing, shutil.copytree(screened, tmp_path / "outbreak"), "screen", "--as-of", AS_OF)
    assert "tracing.screening" in modules
    assert modules & SLOW <= SEARCHING


def test_only_a_graph_past_two_hops_loads_what_searches_the_records(tracing, screened):
    near, far = (loaded(tracing, screened, "graph", "C001", "--format", "json", "--hops", hops) for hops in (2, 3))
    assert not near & SEARCH
    assert far & SEARCH == SEARCH - {"pipelines.ingest", "tracing.intake.formats"}


@pytest.fixture(scope="module")
def results_alone(screened, tmp_path_factory) -> Path:
    """The workspace without a store, or anything beside it, as if it were on a disk that is away."""
    folder = tmp_path_factory.mktemp("alone") / "workspace"
    shutil.copytree(screened / "results", folder / "results")
    shutil.copy(screened / "workspace.toml", folder)
    return folder


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@pytest.mark.parametrize("hops", [1, 2])
def test_a_graph_of_two_hops_opens_no_store(format, hops, screened, results_alone):
    asked = ("graph", "C001", "--format", format, "--hops", hops)
    with_store, without = told(screened, *asked), told(results_alone, *asked)
    assert (without.status, without.bytes_out) == (0, with_store.bytes_out)


def test_a_graph_past_two_hops_does_open_it(results_alone):
    said = told(results_alone, "graph", "C001", "--format", "json", "--hops", "3")
    assert (said.status, said.bytes_out) == (17, b"")


@pytest.mark.parametrize("arguments", [("contacts",), ("contacts", "C001", "--format", "json")], ids=" ".join)
def test_a_list_opens_no_store(arguments, screened, results_alone):
    assert told(results_alone, *arguments).bytes_out == told(screened, *arguments).bytes_out


@pytest.fixture
def questions(monkeypatch) -> Counter:
    """How often each database is opened, and how often the store is asked whether any record names a person."""
    counted, opened, run = Counter(), Database.__init__, Database.run

    def counting_opened(self: Database, path: Path, *how: bool, **named: bool) -> None:
        counted[path.name] += 1
        opened(self, path, *how, **named)

    def counting_run(self: Database, sql: str, *values: object) -> list[tuple]:
        counted["asked"] += sql == ASKED
        return run(self, sql, *values)

    monkeypatch.setattr(Database, "__init__", counting_opened)
    monkeypatch.setattr(Database, "run", counting_run)
    return counted


@pytest.mark.parametrize(
    ("who", "asked"),
    [("a contact", 0), ("a contact's key", 1), ("somebody on no list", 1), ("the key of somebody on no list", 2)],
)
def test_an_explanation_opens_the_store_once_and_asks_nothing_that_the_list_says(who, asked, screened, questions):
    keys = dict(rows(screened / "vault.duckdb", "SELECT pseudonym, source_key FROM keys"))
    listed = people_listed(screened, "C001")
    others = {person for (person,) in rows(screened / "store.duckdb", OTHERS)} - set(listed)
    person = listed[0] if "contact" in who else min(others)
    questions.clear()
    assert told(screened, "explain", "C001", keys[person] if "key" in who else person).status == 0
    assert (questions["store.duckdb"], questions["asked"]) == (1, asked)

"""Every command with right and wrong arguments: its exit status, and one line that says what and where.

Source: specification, section 9; the numbers stand in the README.
"""

import re
import shutil
from pathlib import Path

import pytest

import pipelines.orchestration
from pipelines.cli import _INTERRUPTED, parser
from tests.cli.program import AS_OF, SAMPLES, new_workspace, put, told
from tracing.errors import TracingError

README = Path(__file__).resolve().parents[2] / "README.md"


def said_once(said, status: int) -> str:
    """The one line of a refusal."""
    assert said.status == status, said.err
    assert len(said.complaints) == 1, said.err
    assert said.complaints[0].startswith("tracing: ")
    assert "Traceback" not in said.err
    return said.complaints[0]


def kinds_of(error: type[TracingError]) -> set[type[TracingError]]:
    return {error, *(kind for one in error.__subclasses__() for kind in kinds_of(one))}


def test_every_exit_status_stands_in_the_readme_once():
    table = re.findall(r"^\| (\d+) \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    listed = [int(status) for status, _ in table]
    assert sorted(listed) == listed and len(set(listed)) == len(listed)
    own = {kind.exit_status for kind in kinds_of(TracingError) if kind.__module__.split(".")[0] != "tests"}
    assert pipelines.orchestration.InternalFailure.exit_status in own
    assert set(listed) == own | {0, _INTERRUPTED}


def test_every_command_stands_in_the_readme():
    commands = re.findall(r"^\| `tracing (\w[\w-]*)", README.read_text(encoding="utf-8"), re.MULTILINE)
    there = next(action for action in parser()._actions if action.dest == "command").choices
    assert set(there) == set(commands)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("track",),
        ("graph",),
        ("explain", "C001"),
        ("contacts", "C001", "C002"),
        ("contacts", "--format", "pdf"),
        ("ingest", "--crs", "mars"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_is_refused_in_one_line(arguments, tmp_path):
    said_once(told(tmp_path, *arguments), 2)


@pytest.mark.parametrize("when", ["soon", "", "2021-13-01", "2021-02-29", "1628157600", "05.08.2021"])
def test_a_moment_that_is_none_is_refused(when, screened):
    assert "--as-of" in said_once(told(screened, "screen", "--as-of", when), 2)


@pytest.mark.parametrize("name", ["none", "no/such.toml", "../covid-cn-9"])
def test_a_definition_nobody_has_is_refused_before_anything_begins(name, screened):
    before = sorted((screened / "results").iterdir())
    assert name in said_once(told(screened, "screen", "--definition", name), 2)
    assert sorted((screened / "results").iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest",),
        ("ingest", SAMPLES / "cases.csv"),
        ("screen",),
        ("contacts",),
        ("graph", "C001"),
        ("explain", "C001", "P00001"),
        ("rejects",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_a_workspace_every_command_says_so(arguments, tmp_path):
    assert "tracing init" in said_once(told(tmp_path / "nowhere", *arguments), 10)


def test_a_workspace_is_made_once(tmp_path):
    new_workspace(tmp_path / "outbreak")
    said_once(told(tmp_path / "outbreak", "init"), 11)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "asia/shanghai", "../../etc/passwd", "/etc/localtime", "+08:00"])
def test_a_zone_that_is_none_makes_no_workspace(zone, tmp_path):
    said_once(told(tmp_path / "outbreak", "init", "--timezone", zone), 2)
    assert not (tmp_path / "outbreak").exists()


def test_nothing_is_answered_before_the_first_screen(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    for arguments in (("contacts",), ("contacts", "C001"), ("graph", "C001"), ("explain", "C001", "x")):
        said_once(told(workspace, *arguments), 13)


@pytest.mark.parametrize("case", ["C999", "C1", "P00001", ""])
@pytest.mark.parametrize("command", ["contacts", "graph", "explain"])
def test_a_search_begins_at_a_confirmed_case_or_not_at_all(command, case, screened):
    more = ("P00001",) if command == "explain" else ()
    said_once(told(screened, command, case, *more), 14)


def test_cases_of_every_other_classification_are_no_roots(screened):
    probable = [line.split(",")[0] for line in (SAMPLES / "cases.csv").read_text(encoding="utf-8").splitlines()
                if not re.search("confirmed,|asymptomatic,|classification", line)]  # fmt: skip
    assert probable
    for case in probable:
        for command in ("contacts", "graph"):
            said_once(told(screened, command, case), 14)


def test_somebody_who_is_not_on_the_list_has_no_explanation(screened):
    for person in ("stranger", "paaaaaaaaaaaaaaaa"):
        line = said_once(told(screened, "explain", "C001", person), 15)
        assert person not in line


def test_files_that_are_wrong_give_2_and_the_others_go_on(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    bad = put(tmp_path / "cases.csv", "case,person\n1,2\n")
    said = told(workspace, "ingest", bad, tmp_path / "tests_none.csv", SAMPLES / "households.csv")
    assert said.status == 2
    assert len(said.complaints) == 2
    assert "households.csv: 60 rows = 60 kept" in said.out
    assert "1 file refused, nothing of which was taken in" in said.out


def test_what_the_key_says_is_16(tmp_path, screened):
    workspace = shutil.copytree(screened, tmp_path / "outbreak")
    (workspace / "secrets" / "pseudonym.key").chmod(0o640)
    said_once(told(workspace, "ingest", SAMPLES / "cases.csv"), 16)


@pytest.mark.parametrize("options", [("--people", 0), ("--people", 30, "--days", 1), ("--seed", -1), ("--cases", 0)])
def test_a_town_that_cannot_be_is_refused(options, tmp_path):
    said_once(told(tmp_path, "simulate", tmp_path / "town", *options), 2)
    assert not (tmp_path / "town").exists()


def test_a_town_has_fewer_cases_than_people(tmp_path):
    said_once(told(tmp_path, "simulate", tmp_path / "town", "--people", 30, "--days", 4, "--cases", 50), 2)


def test_a_demo_that_cannot_be_leaves_no_folder(tmp_path):
    assert told(tmp_path, "demo", "--folder", tmp_path / "demo", "--people", 1).status == 2
    assert not (tmp_path / "demo").exists()


def test_a_demo_is_not_made_where_something_is(tmp_path):
    (tmp_path / "demo").mkdir()
    said_once(told(tmp_path, "demo", "--folder", tmp_path / "demo"), 11)


def test_the_workspace_may_stand_before_or_after_the_command_or_in_the_environment(screened, monkeypatch, capfd):
    from pipelines import cli

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    after = told(screened, "contacts", "C001").out
    assert cli.main(["--workspace", str(screened), "contacts", "C001"]) == 0
    assert capfd.readouterr().out == after
    monkeypatch.setenv("TRACING_WORKSPACE", str(screened))
    assert cli.main(["contacts", "C001"]) == 0
    assert capfd.readouterr().out == after


def test_the_same_screen_again_gives_the_same_lists(screened):
    before = told(screened, "contacts").out
    said = told(screened, "screen", "--as-of", AS_OF)
    assert said.status == 0
    assert told(screened, "contacts").out == before

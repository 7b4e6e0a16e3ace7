"""A day of `tracing serve`, with a power cut: files in, differences out, nothing lost and nothing twice.

It takes about a minute, most of it the starts of Prefect's server.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.program import told
from tests.orchestration.outbreak import FILES, MARK, surroundings, tracing
from tests.orchestration.prefect_server import until
from tests.serve.service import Service, living, processes_below
from tracing.store import Database

LATER = "person_id,place_id,checked_in_at,checked_out_at\n{},MARKPLACE1,2021-08-05T10:15,2021-08-05T11:30\n"
OLD = "2021-01-01 00:00:00.000000"


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    """The service of a new workspace, not started yet."""
    workspace = tmp_path_factory.mktemp("served") / "outbreak-7"
    assert told(workspace, "init").status == 0
    made = Service(workspace)
    yield made
    made.kill()


@pytest.fixture(scope="module")
def day(service) -> dict:
    """What happened in the course of the day, step by step."""
    seen = {}
    service.start()
    inbox = service.workspace / "inbox"
    (inbox / "poison_MARKFILE0.csv").write_text("MARKNOTHING")
    for name, lines in FILES.items():
        (inbox / f".{name}").write_text("\n".join(lines) + "\n")
        (inbox / f".{name}").rename(inbox / name)
    seen["first"] = service.difference()
    seen["runs"] = until(lambda: service.runs("COMPLETED", "FAILED", "CRASHED"))
    seen["artifacts"] = service.ask("artifacts")
    seen["limits"] = service.ask("v2/concurrency_limits")
    seen["automations"] = service.ask("automations")
    seen["second"] = tracing(service.workspace, "serve", "--port", "0", env=surroundings())
    other = service.workspace.with_name("other")
    told(other, "init")
    port = service.pages.rpartition(":")[2]
    seen["port"] = tracing(other, "serve", "--port", port, env=surroundings())
    (inbox / "checkins_MARKFILE5.csv").write_text(LATER.format("MARKPERSON4"))
    seen["cut off"] = until(lambda: service.runs("RUNNING"))
    seen["below"] = processes_below(service.pid)
    service.kill()
    until(lambda: not living(seen["below"]))
    _age(service.workspace / "prefect" / "prefect.db")
    (inbox / "checkins_MARKFILE6.csv").write_text(LATER.format("MARKPERSON5"))
    service.start("--every", "0.2")
    seen["after"] = service.difference()
    seen["scheduled"] = until(lambda: [run for run in service.runs("COMPLETED") if run["auto_scheduled"]])
    seen["crashed"] = service.runs("CRASHED")
    seen["pruned"] = until(lambda: not _names(seen["runs"]) & _names(service.ask("flow_runs")))
    seen["rest"] = processes_below(service.pid)
    seen["status"] = service.stop()
    return seen


def _names(runs: list[dict]) -> set[str]:
    return {run["name"] for run in runs}


def _age(database: Path) -> None:
    """As if the runs that ended had done so long ago."""
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("UPDATE flow_run SET end_time = ? WHERE end_time IS NOT NULL", [OLD])


def test_files_become_a_difference(day):
    assert [(line["case_id"], line["change"]) for line in day["first"]] == [("MARKCASE1", "new")]


def test_after_the_power_cut_everybody_else_is_new_once(day, service):
    """Two files may come in one difference or in two."""
    lines = day["after"]
    while len(lines) < 2:
        lines += service.difference()
    assert [line["change"] for line in lines] == ["new", "new"]
    people = {line["person_id"] for line in day["first"] + lines}
    listed = told(service.workspace, "contacts").out.splitlines()[1:]
    assert people == {line.split(",")[1] for line in listed} and len(people) == 3
    assert list((service.workspace / "inbox").iterdir()) == []
    assert [path.name for path in (service.workspace / "refused").iterdir()] == ["poison_MARKFILE0.csv"]


def test_runs_show_what_they_did_by_the_name_of_the_workspace(day):
    assert {(run["state_type"], tuple(run["tags"])) for run in day["runs"]} == {("COMPLETED", ("outbreak-7",))}
    assert {"ingest", "screen", "changes", "difference"} <= {artifact["key"] for artifact in day["artifacts"]}
    [link] = [artifact["data"] for artifact in day["artifacts"] if artifact["key"] == "difference"]
    assert "/outbox/difference-0000" in link


def test_one_rerun_at_a_time(day):
    [limit] = day["limits"]
    assert (limit["limit"], limit["active"]) == (1, True)
    [automation] = day["automations"]
    assert automation["trigger"]["within"] == 90 and automation["actions"][0]["state"] == "CRASHED"


def test_the_run_that_was_cut_off_is_over(day):
    assert _names(day["cut off"]) <= _names(day["crashed"])


def test_the_schedule_reruns_without_being_asked(day):
    assert {tuple(sorted(run["tags"])) for run in day["scheduled"]} == {("auto-scheduled", "outbreak-7")}


def test_a_second_service_and_a_port_in_use_are_one_line_each(day):
    assert (day["second"].returncode, day["second"].stderr.count("\n")) == (25, 1)
    assert (day["port"].returncode, day["port"].stderr.count("\n")) == (26, 1)


def test_it_ends_with_all_that_it_started(day):
    assert day["status"] == 0 and len(day["rest"]) >= 2
    assert not living(day["rest"])


def test_old_runs_are_pruned(day):
    assert day["pruned"]


def test_prefect_keeps_no_value_no_key_no_case_and_no_name_of_a_file(day, service):
    home = service.workspace / "prefect"
    with closing(sqlite3.connect(home / "prefect.db")) as database:
        words = "\n".join(database.iterdump()).encode()
    with Database(service.workspace / "vault.duckdb", read_only=True) as vault:
        pseudonyms = [row[0].encode() for row in vault.run("SELECT pseudonym FROM keys")]
    assert len(pseudonyms) >= 5 and b"outbreak-7" in words
    kept = {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()} | {"words": words}
    told_on = [MARK.encode(), *pseudonyms]  # five digits of a phone would stand in some instant by chance
    assert [(name, word) for name, content in kept.items() for word in told_on if word in content] == []
    assert {path.stat().st_mode & 0o077 for path in (home, *home.iterdir())} == {0}

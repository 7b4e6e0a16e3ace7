"""`--identified`: the audit entry stands before the data leave, the chain holds, and nobody's line is lost.

Source: specification, sections 2 and 7.
"""

import getpass
import json
import os
import pwd
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, new_workspace, put, rows, small_outbreak, told
from tracing.errors import StoreDamaged
from tracing.privacy.audit import entries
from tracing.store import Database

PERSONS = "person_id,name,phone,address\nx,Xenia,19000000001,Mark Street 1\na,Anna,19000000002,Mark Street 2\n"


@pytest.fixture(scope="module")
def outbreak(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("disclosure")
    workspace = new_workspace(folder / "workspace")
    told(workspace, "ingest", *small_outbreak(folder), put(folder / "persons.csv", PERSONS))
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    return workspace


@pytest.fixture
def workspace(outbreak, tmp_path) -> Path:
    return shutil.copytree(outbreak, tmp_path / "workspace")


def test_a_list_brings_key_name_phone_and_address_back(workspace, tmp_path):
    said = told(workspace, "contacts", "C1", "--identified")
    header, line = said.out.splitlines()
    assert header.endswith(",grid_id,change,name,phone,address")
    assert line.startswith("C1,x,close,") and line.endswith(",new,Xenia,19000000001,Mark Street 1")
    out = tmp_path / "list.xlsx"
    told(workspace, "contacts", "--identified", "--out", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert stat.S_IMODE((workspace / "audit.jsonl").stat().st_mode) == 0o600


def test_every_use_stands_in_a_chain(workspace):
    told(workspace, "contacts", "C1", "--identified")
    told(workspace, "contacts", "--identified")
    told(workspace, "graph", "C1", "--format", "json", "--identified")
    found = list(entries(workspace / "audit.jsonl"))
    assert [(entry.what, entry.case_id, entry.lines) for entry in found] == [
        ("contacts", "C1", 1), ("contacts", "all", 1), ("graph", "C1", 2),
    ]  # fmt: skip
    assert [entry.previous for entry in found[1:]] == [entry.head for entry in found[:-1]]


def test_an_entry_that_was_changed_or_taken_out_stops_every_further_use(workspace):
    for _ in range(3):
        told(workspace, "contacts", "C1", "--identified")
    log = workspace / "audit.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    for forged in ([lines[0], lines[2]], [lines[0].replace('"C1"', '"C2"'), *lines[1:]], lines[1:]):
        log.write_text("".join(forged), encoding="utf-8")
        with pytest.raises(StoreDamaged):
            list(entries(log))
        said = told(workspace, "contacts", "C1", "--identified")
        assert (said.status, said.out) == (17, "")


@pytest.mark.parametrize("command", [("contacts", "C1"), ("graph", "C1", "--format", "json")], ids=lambda c: c[0])
def test_the_entry_stands_on_the_disk_before_the_vault_is_opened(command, workspace, monkeypatch):
    seen = []
    opened = Database.__init__

    def watched(self, path, *args, **kwargs):
        if path.name == "vault.duckdb":
            seen.append((workspace / "audit.jsonl").read_text(encoding="utf-8").count("\n"))
        opened(self, path, *args, **kwargs)

    monkeypatch.setattr(Database, "__init__", watched)
    assert told(workspace, *command, "--identified").status == 0
    assert seen and min(seen) == 1


def test_without_an_entry_there_is_no_answer(workspace):
    (workspace / "audit.jsonl").mkdir()
    said = told(workspace, "contacts", "C1", "--identified")
    assert said.status and said.out == ""
    assert "Xenia" not in said.err


def test_whoever_the_vault_does_not_know_keeps_the_pseudonym(workspace):
    """A list from which somebody's only name is gone is a contact nobody looks for."""
    (person,) = [line.split(",")[1] for line in told(workspace, "contacts").out.splitlines()[1:]]
    with Database(workspace / "vault.duckdb") as vault:
        vault.run("DELETE FROM keys")
        vault.run("DELETE FROM persons")
    assert told(workspace, "contacts", "--identified").out.splitlines()[1].startswith(f"C1,{person},close,")
    graph = json.loads(told(workspace, "graph", "C1", "--format", "json", "--identified").out)
    assert person in {node["id"] for node in graph["nodes"]}


def test_the_log_names_the_account_and_not_what_the_environment_says(workspace, monkeypatch):
    """Who takes names out must not be able to sign as somebody else with one word before the command."""
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, "somebody-else")
    monkeypatch.delenv("SUDO_USER", raising=False)
    assert getpass.getuser() == "somebody-else"
    told(workspace, "contacts", "C1", "--identified")
    (entry,) = entries(workspace / "audit.jsonl")
    assert "somebody-else" not in entry.who
    assert entry.who in (pwd.getpwuid(os.getuid()).pw_name, f"uid {os.getuid()}")


def test_what_was_last_known_of_a_person_is_disclosed(workspace, tmp_path):
    later = put(tmp_path / "persons_2.csv", "person_id,name,phone\nx,Xenia Two,19000000003\n")
    told(workspace, "ingest", later)
    told(workspace, "ingest", put(tmp_path / "persons_1.csv", PERSONS))
    assert ",Xenia Two,19000000003," in told(workspace, "contacts", "C1", "--identified").out


def test_the_vault_is_opened_for_a_disclosure_and_nothing_else(workspace):
    """Lists, graphs and explanations do without it; so does an explanation that was asked for by a source's key."""
    before = rows(workspace / "vault.duckdb", "SELECT count(*) FROM keys")
    (workspace / "vault.duckdb").rename(workspace / "aside")
    for command in (("contacts",), ("graph", "C1"), ("explain", "C1", "x"), ("rejects",), ("screen", "--as-of", AS_OF)):
        assert told(workspace, *command).status == 0, command
    assert told(workspace, "contacts", "--identified").status in (10, 17)
    (workspace / "aside").rename(workspace / "vault.duckdb")
    assert rows(workspace / "vault.duckdb", "SELECT count(*) FROM keys") == before

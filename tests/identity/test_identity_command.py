"""`tracing identity` as a user has it: decided by hand, reversible, in the audit log before it counts."""

import json
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, Said, new_workspace, put, rows, small_outbreak, told
from tracing.privacy.audit import entries

LONG, SHORT = "11010519491231002X", "110105491231002"
PERSONS = f"""person_id,name,phone,address,document_number
x,Xenia,13800138000,X street,{LONG}
y,Xenia,+86 13800138000,Y street,{SHORT}
z,Zoe,13800138000,Z street,
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """x shares half an hour with case C1, and y, who is x under another key, the other half."""
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", *small_outbreak(tmp_path))
    came = f"{CHECKINS}y,L,2021-07-31T10:30,2021-07-31T11:30\n"
    told(made, "ingest", put(tmp_path / "checkins-2.csv", came), put(tmp_path / "persons.csv", PERSONS))
    return made


def decide(workspace: Path, *what: str) -> Said:
    said = told(workspace, "identity", *what)
    assert said.status == 0, said.err
    return said


def listed(workspace: Path) -> list[list[str]]:
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    out = told(workspace, "contacts", "C1", "--identified", "--format", "json").out
    return [[row[name] for name in ("person_id", "name", "address", "minutes", "change")] for row in json.loads(out)]


def asked(workspace: Path, *what: str) -> list[dict]:
    return json.loads(told(workspace, "identity", *what, "--format", "json").out)


def test_lists_follow_a_join_and_its_taking_back(workspace):
    apart = [["x", "Xenia", "X street", 60.0, "new"], ["y", "Xenia", "Y street", 30.0, "new"]]
    assert sorted(listed(workspace)) == apart
    said = decide(workspace, "join", "x", "y", "--because", "Mrs Li of the third floor says so")
    assert "told both" not in said.out and "x" not in said.out.split() and "y" not in said.out.split()
    assert listed(workspace) == [["x", "Xenia", "Y street", 60.0, "new"]]
    decide(workspace, "join", "y", "x")
    assert listed(workspace) == [["y", "Xenia", "Y street", 60.0, "new"]]
    decide(workspace, "part", "x", "y")
    assert sorted(listed(workspace)) == apart
    assert told(workspace, "check").status == 0


def test_blanks_of_one_key_hide_nothing_that_another_told(workspace, tmp_path):
    later = "person_id,name,phone,address\ny,,13900139000,\n"
    told(workspace, "ingest", put(tmp_path / "persons-2.csv", later))
    decide(workspace, "join", "x", "y")
    assert listed(workspace) == [["x", "Xenia", "X street", 60.0, "new"]]
    out = told(workspace, "contacts", "C1", "--identified", "--format", "json").out
    assert [row["phone"] for row in json.loads(out)] == ["13900139000"]
    decide(workspace, "part", "x", "y")
    assert [row[1:3] for row in sorted(listed(workspace))] == [["Xenia", "X street"], [None, None]]


def test_a_list_is_told_as_it_was_decided_at_its_hour(workspace, monkeypatch):
    lists = [listed(workspace)]
    decide(workspace, "join", "x", "y")
    at = rows(workspace / "store.duckdb", "SELECT decided_at::VARCHAR FROM identities")[0][0]
    between = told(workspace, "contacts", "C1", "--identified", "--format", "json", "--known-at", f"{at}Z")
    lists.append(listed(workspace))
    assert [row["person_id"] for row in json.loads(between.out)] == ["x"]
    begun = rows(workspace / "store.duckdb", "SELECT published_at::VARCHAR FROM runs ORDER BY run_id")[0][0]
    before = told(workspace, "contacts", "C1", "--identified", "--format", "json", "--known-at", f"{begun}Z")
    assert sorted(row["person_id"] for row in json.loads(before.out)) == ["x", "y"]
    assert len(lists[0]) == 2 and len(lists[1]) == 1


def test_explain_tells_of_either_key_the_one_who_is_kept_by_the_records_of_both(workspace):
    decide(workspace, "join", "x", "y")
    listed(workspace)
    by_x, by_y = (told(workspace, "explain", "C1", key, "--format", "json") for key in "xy")
    assert by_x.out == by_y.out and "is the same person as" in by_y.err and not by_x.err
    assert "checkins.csv" in by_x.out and "checkins-2.csv" in by_x.out


def test_every_decision_stands_in_the_audit_log_before_it_counts(workspace, monkeypatch):
    decide(workspace, "join", "x", "y")
    whats = [entry.what.split(":")[0] for entry in entries(workspace / "audit.jsonl")]
    assert whats == ["identity by a source's key"] * 2 + ["identity joined"]
    monkeypatch.setattr("pipelines.identity.noted_without_a_screen", lambda *anything, **more: 1 / 0)
    assert told(workspace, "identity", "part", *pseudonyms(workspace)).status == 70
    assert [row["verdict"] for row in asked(workspace, "list")] == ["joined"]


def pseudonyms(workspace: Path) -> list[str]:
    [row] = asked(workspace, "list")
    return [row["person_id"], row["other_id"]]


def test_what_somebody_writes_never_enters_the_store(workspace):
    decide(workspace, "join", "x", "y", "--because", "Mrs Li says so")
    assert b"Mrs Li" not in (workspace / "store.duckdb").read_bytes()
    assert "Mrs Li" not in told(workspace, "identity", "list").out
    assert "Mrs Li" not in (workspace / "audit.jsonl").read_text()
    shown = told(workspace, "identity", "list", "--identified").out
    assert "because: Mrs Li says so" in shown and "Xenia" in shown


def test_proposals_tell_reasons_and_no_names_and_a_declined_one_does_not_come_back(workspace):
    [row] = asked(workspace, "propose")
    assert row["told"] == "the same document; the same phone and name" and row["verdict"] == "proposed"
    out = told(workspace, "identity", "propose").out + told(workspace, "identity", "list").out
    assert not any(text in out for text in ("Xenia", LONG, SHORT, "138"))
    identified = told(workspace, "identity", "propose", "--identified").out
    assert "name of the first: Xenia" in identified and "second: " in identified
    assert [one["verdict"] for one in asked(workspace, "list")] == ["proposed"]
    decide(workspace, "decline", "x", "y")
    assert asked(workspace, "propose") == []
    [one] = asked(workspace, "list")
    assert one["verdict"] == "declined" and one["told"] == "proposed for: document, phone and name"
    assert decide(workspace, "decline", "y", "x").out.strip().endswith("nothing is new")
    assert len(listed(workspace)) == 2
    decide(workspace, "join", "x", "y")
    assert len(listed(workspace)) == 1


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (("join", "x", "x"), "twice"),
        (("join", "x", "nobody"), "no record names"),
        (("part", "x", "y"), "nobody joined"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_line(what, says, workspace):
    said = told(workspace, "identity", *what)
    assert said.status == 30 and len(said.complaints) == 1 and says in said.err
    assert not {"x", "y", "nobody"} & set(said.err.replace(":", " ").split()) - {"nobody"} and not asked(
        workspace, "list"
    )


def test_who_is_one_person_is_not_declined(workspace):
    decide(workspace, "join", "x", "y")
    assert told(workspace, "identity", "decline", "y", "x").status == 30

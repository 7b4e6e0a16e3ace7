"""A hand-over as a folder: whole or not there, what its manifest says is so, and each follows from the one before."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.abuse.test_full_disk import with_room_for
from tests.abuse.test_killed import killed_at
from tests.cli.program import told
from tests.handover.outbreak import Outbreak, stay, table
from tracing.disk import alone
from tracing.errors import CannotWrite
from tracing.handover.folders import encoded, latest, put, rests_on, standing
from tracing.privacy.audit import entries, write_entry
from tracing.results import latest as latest_results
from tracing.results import run_of

FILES = ["changes.csv", "definition.toml", "handed.parquet", "list.csv", "list.xlsx"]
ROOT = Path(__file__).resolve().parents[2]


def hashed(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_manifest_says_what_stands_in_the_folder(handed):
    handed.bring("checkins", stay("a", "N", "09:00", "09:20"), stay("z", "N", "09:00", "09:30"))
    handed.retract(3)
    handed.step()
    first, folder = handed.folders()
    manifest = handed.manifest()
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "manifest.json"])
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    for told_of in manifest["files"]:
        path = folder / told_of["name"]
        assert (hashed(path), path.stat().st_size) == (told_of["sha256"], told_of["bytes"])
    rows = {one["name"]: one["rows"] for one in manifest["files"]}
    assert rows == {"list.csv": 3, "list.xlsx": 3, "changes.csv": 2, "handed.parquet": 3, "definition.toml": None}
    assert len(table(folder / "list.csv")) == 3 and len(table(folder / "changes.csv")) == 2
    assert openpyxl.load_workbook(BytesIO((folder / "list.xlsx").read_bytes()))["contacts"].max_row == 4
    changes = {"new": 1, "raised": 0, "lowered": 0, "extended": 0, "unchanged": 1, "withdrawn": 1}
    assert (manifest["lines"], manifest["changes"]) == (3, changes)
    assert (manifest["case_id"], manifest["number"]) == ("C1", 2)
    assert manifest["previous"] == {"number": 1, "manifest_sha256": hashed(first / "manifest.json")}


def test_the_manifest_says_what_the_hand_over_was_made_from(handed):
    manifest, folder = handed.manifest(), handed.folders()[0]
    with latest_results(handed.workspace / "results") as results:
        run = run_of(results)
    assert manifest["run"]["run_id"] == run.run_id == 1
    for name in ("as_of", "begun_at"):
        assert datetime.fromisoformat(manifest["run"][name]) == getattr(run, name)
    assert manifest["run"]["definition_sha256"] == run.definition_sha256 == hashed(folder / "definition.toml")
    assert manifest["run"]["definition_id"] == tomllib.loads((folder / "definition.toml").read_text())["id"] == "venue"
    assert manifest["run"]["timezone"] == "Asia/Shanghai"
    [stretch] = manifest["infectious_period"]
    assert stretch["started_at"] == "2021-07-30T00:00:00.000+08:00"
    [entry] = [one for one in entries(handed.workspace / "audit.jsonl") if one.head == manifest["audit_head"]]
    assert (entry.what, entry.case_id, entry.run_id, entry.lines) == ("hand-over", "C1", 1, 2)
    assert datetime.fromisoformat(entry.at) <= datetime.fromisoformat(manifest["handed_over_at"])
    assert rests_on(handed.workspace / "handover") == {1}


def test_the_list_is_the_identified_one_and_the_other_names_nobody(handed):
    folder = handed.folders()[0]
    listed = table(folder / "list.csv")
    assert [(row["person_id"], row["via"], row["change"], row["name"]) for row in listed] == [
        ("x", "", "new", "Xenia"), ("y", "x", "new", "Yvo"),
    ]  # fmt: skip
    said = told(handed.workspace, "contacts", "C1", "--identified")
    assert [row | {"change": "unchanged"} for row in listed] == handed.contacts("C1", "--identified"), said.err
    kept = pl.read_parquet(folder / "handed.parquet")
    assert kept["person_id"].to_list() == [handed.pseudonym("x"), handed.pseudonym("y")]
    assert not {"name", "phone", "address"} & set(kept.columns)


def test_nothing_changed_is_said_and_no_folder_made(handed):
    before = handed.folders()
    assert handed.hand_over().out.startswith("C1: nothing changed since hand-over 1, ")
    handed.screen()
    assert handed.hand_over("--all").out.startswith("C1: nothing changed since hand-over 1, ")
    assert handed.folders() == before


def test_an_empty_list_is_handed_over_once(fresh):
    fresh.bring("cases", "C2,nobody,confirmed,2021-08-01,")
    fresh.screen()
    out = fresh.hand_over("--all").out.splitlines()
    assert [line.split(" (")[0].split(": ")[1] for line in out] == [
        "hand-over 1, 2 new",
        "hand-over 1, nobody on the list",
    ]
    assert "nothing changed" in fresh.hand_over("C2").out


@pytest.mark.parametrize(("what", "status"), [(["C1", "--all"], 2), ([], 2), (["C9"], 14)])
def test_a_case_or_all_and_only_cases(what, status, handed):
    said = told(handed.workspace, "hand-over", *what)
    assert said.status == status and len(said.complaints) == 1
    assert not (handed.workspace / "handover" / "C9").exists()


def test_before_the_first_screen_there_is_nothing_to_hand_over(fresh):
    assert told(fresh.workspace, "hand-over", "C1").status == 13
    assert told(fresh.workspace, "hand-over", "--all").status == 13


@pytest.mark.parametrize("moment", ["_write", "_check"])
def test_a_hand_over_that_was_killed_never_was_and_the_next_clears_it_away(moment, fresh):
    fresh.screen()
    killed_at("tracing.handover.folders", moment, fresh.workspace, "hand-over", "C1")
    [left] = (fresh.workspace / "handover" / "C1").iterdir()
    assert left.name.startswith(".")
    assert {row["change"] for row in fresh.contacts("C1")} == {"new"}
    fresh.hand_over()
    [folder] = fresh.folders()
    assert folder.name == "000001" and set(fresh.manifest()["changes"].items()) >= {("new", 2), ("withdrawn", 0)}


def test_of_two_at_once_one_hands_over_and_the_other_finds_nothing_changed(fresh):
    fresh.screen()
    root = fresh.workspace / "handover"
    root.mkdir()
    command = [sys.executable, "-m", "pipelines.cli", "hand-over", "C1", "--workspace", str(fresh.workspace)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    with alone(root):
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=kept) for _ in range(2)]
        inode = f":{root.stat().st_ino} "
        while sum("->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines()) < 2:
            assert all(one.poll() is None for one in both)
    said = sorted(one.communicate(timeout=60)[0] for one in both)
    assert [one.returncode for one in both] == [0, 0]
    assert said[0].startswith("C1: hand-over 1, 2 new: ") and said[1].startswith(
        "C1: nothing changed since hand-over 1"
    )
    assert [path.name for path in fresh.folders()] == ["000001"]


def test_without_an_entry_in_the_audit_log_nobody_is_named(handed):
    handed.bring("checkins", stay("a", "N", "09:00", "09:20"), stay("z", "N", "09:00", "09:30"))
    handed.screen()
    log = handed.workspace / "audit.jsonl"
    whole = log.read_text()
    log.write_text(whole.replace('"lines": 2', '"lines": 3'))
    said = told(handed.workspace, "hand-over", "C1")
    assert said.status == 17 and len(said.complaints) == 1
    assert len(handed.folders()) == 1


def test_the_entry_stands_before_the_vault_is_asked(handed):
    handed.bring("checkins", stay("a", "N", "09:00", "09:20"), stay("z", "N", "09:00", "09:30"))
    handed.screen()
    (handed.workspace / "vault.duckdb").write_bytes(b"no vault at all")
    before = len(list(entries(handed.workspace / "audit.jsonl")))
    assert told(handed.workspace, "hand-over", "C1").status == 17
    *_, last = entries(handed.workspace / "audit.jsonl")
    assert len(list(entries(handed.workspace / "audit.jsonl"))) == before + 1
    assert (last.what, last.run_id, last.lines) == ("hand-over", 2, 3)
    assert [path.name for path in (handed.workspace / "handover" / "C1").iterdir()] == ["000001"]


@pytest.mark.parametrize("in_the_way", ["handover", "handover/C1"])
def test_where_a_folder_cannot_be_made_nothing_is_left(in_the_way, fresh):
    fresh.screen()
    path = fresh.workspace / in_the_way
    path.parent.mkdir(exist_ok=True)
    path.write_text("in the way")
    said = told(fresh.workspace, "hand-over", "C1")
    assert said.status == 19 and len(said.complaints) == 1
    assert path.read_text() == "in the way"


@pytest.mark.parametrize("room", [100, 2_000, 4_000])
def test_on_a_full_disk_nothing_is_half_written(room, fresh):
    """There is room for less than an entry of the audit log, and then for some of the files."""
    fresh.screen()
    ended = with_room_for(room, fresh.workspace, "hand-over", "C1")
    assert ended.returncode == 19 and len(ended.stderr.splitlines()) == 1, ended.stderr
    assert not [path for path in (fresh.workspace / "handover").rglob("*") if path.is_file()]
    assert len(list(entries(fresh.workspace / "audit.jsonl"))) == (room > 100)
    assert fresh.hand_over().out.startswith("C1: hand-over 1, 2 new: ")


def test_entries_of_many_at_once_are_one_chain(tmp_path):
    log = tmp_path / "audit.jsonl"
    facts = {"at": datetime(2021, 8, 1, tzinfo=UTC), "who": "w", "what": "hand-over", "case_id": "C1", "run_id": 1}
    with ThreadPoolExecutor(8) as several:
        heads = [done.head for done in several.map(lambda lines: write_entry(log, **facts, lines=lines), range(40))]
    assert [entry.head for entry in sorted(entries(log), key=lambda one: one.lines)] == heads


def test_what_reads_back_as_something_else_does_not_count(tmp_path):
    manifest = {"case_id": "C1", "files": [{"name": "list.csv", "sha256": hashlib.sha256(b"one").hexdigest()}]}
    with pytest.raises(CannotWrite):
        put(tmp_path, "C1", 1, {"list.csv": b"another"}, manifest)
    assert latest(tmp_path, "C1") is None and not list((tmp_path / "C1").iterdir())
    assert put(tmp_path, "C1", 1, {"list.csv": b"one"}, manifest) == tmp_path / "C1" / "000001"


@pytest.mark.parametrize("name", ["manifest.json", "handed.parquet"])
def test_a_hand_over_that_was_changed_afterwards_is_refused(name, handed):
    path = handed.folders()[0] / name
    path.write_bytes(path.read_bytes()[:-9])
    for command in (("contacts",), ("hand-over", "C1")):
        said = told(handed.workspace, *command)
        assert said.status == 17 and str(path) in said.err and len(said.complaints) == 1


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_case_has_a_folder_name_of_its_own(one, other):
    names = encoded(one), encoded(other)
    assert (names[0] == names[1]) == (one == other)
    for name in names:
        assert (
            len(name) <= 255
            and name[0] not in ".~"
            and all(sign.isascii() and (sign.isalnum() or sign in "-_%~") for sign in name)
        )


FIRST = datetime.fromisoformat("2021-08-01T00:00:00Z")


def bare(case_id: str, number: int, at: datetime = FIRST, run_id: int = 1) -> dict:
    """The manifest of a hand-over without files."""
    of = {"case_id": case_id, "number": number, "handed_over_at": at.isoformat(), "run": {"run_id": run_id}}
    return of | {"files": [], "audit_head": "0", "previous": None}


def test_long_and_odd_ids_are_told_apart(tmp_path):
    ids = ["深圳" * 100, "深圳" * 100 + "1", "..", "a/b", "C1", "c 1", "%43"]
    assert len({encoded(one) for one in ids}) == len(ids)
    for number, case_id in enumerate(ids):
        put(tmp_path, case_id, 1, {}, bare(case_id, 1, run_id=number))
    assert [one.case_id for one in standing(tmp_path)] == sorted(ids)
    assert {path.name for path in tmp_path.iterdir()} == {encoded(one) for one in ids}
    assert rests_on(tmp_path) == set(range(len(ids)))
    assert json.loads((tmp_path / "%2E%2E" / "000001" / "manifest.json").read_text())["case_id"] == ".."


def test_of_several_hand_overs_the_last_one_by_an_instant_can_be_asked_for(tmp_path):
    days = [datetime.fromisoformat(f"2021-08-0{day}T00:00:00+00:00") for day in (1, 3, 5)]
    for number, at in enumerate(days, 1):
        put(tmp_path, "C1", number, {}, bare("C1", number, at=at))
    asked = [standing(tmp_path, "C1", at) for at in (datetime.fromisoformat("2021-07-31T00:00:00Z"), *days)]
    assert [[one.number for one in found] for found in asked] == [[], [1], [2], [3]]
    assert latest(tmp_path, "C1").number == 3


def test_a_town_of_hand_overs(fresh: Outbreak):
    """Cases with all kinds of ids, handed over at once: a folder each, and one line each."""
    fresh.bring(
        "cases",
        *(f"{case_id},k{number},confirmed,2021-08-01," for number, case_id in enumerate(["x/y", "..", "深圳 1"])),
    )
    fresh.screen()
    out = fresh.hand_over("--all").out.splitlines()
    assert [line.split(":")[0] for line in out] == ["..", "C1", "x/y", "深圳 1"]
    assert {row["case_id"] for row in fresh.contacts()} == {"C1"}
    assert len(list((fresh.workspace / "handover").iterdir())) == 4

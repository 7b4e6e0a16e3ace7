"""A backup round-trips, is whole or not there, and nobody writes while it is made."""

import filecmp
import json
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, put, told
from tracing import disk
from tracing.store import Database


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_is_backed_up_comes_back_and_goes_on(workspace, tmp_path):
    put(workspace / "inbox" / "places.csv", "place_id\nL\n")
    assert told(workspace, "backup", tmp_path / "backup").status == 0
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o700
    again = tmp_path / "again"
    assert told(again, "restore", tmp_path / "backup").status == 0
    files = {name for name in tree(workspace) if name != "inbox/places.csv" and not name.endswith(".turn")}
    assert tree(again) == files
    assert filecmp.cmpfiles(workspace, again, files, shallow=False)[0] == list(files)
    assert told(again, "check").out == told(workspace, "check").out
    assert told(again, "contacts", "--identified").out == told(workspace, "contacts", "--identified").out
    put(again / "inbox" / "checkins-3.csv", f"{CHECKINS}q,L,2021-07-31T10:30,\n")
    assert told(again, "ingest").status == 0
    told(again, "screen", "--as-of", AS_OF)
    assert len(told(again, "contacts").out.splitlines()) == 4


def test_a_folder_that_is_there_is_left_alone(workspace, tmp_path):
    (tmp_path / "backup").mkdir()
    assert told(workspace, "backup", tmp_path / "backup").status == 2
    (tmp_path / "backup").rmdir()
    told(workspace, "backup", tmp_path / "backup")
    before = tree(workspace)
    assert told(workspace, "restore", tmp_path / "backup").status == 11
    assert tree(workspace) == before


@pytest.mark.parametrize("damage", ["changed", "missing", "unlisted", "outside", "none"])
def test_a_damaged_backup_brings_nothing_back(damage, workspace, tmp_path):
    backup = tmp_path / "backup"
    told(workspace, "backup", backup)
    listed = json.loads((backup / "backup.json").read_text())
    if damage == "changed":
        (backup / "vault.duckdb").write_bytes((backup / "vault.duckdb").read_bytes()[:-1] + b"x")
    if damage == "missing":
        (backup / "vault.duckdb").unlink()
    if damage == "unlisted":
        (backup / "backup.json").write_text("{}")
    if damage == "outside":
        (backup / "backup.json").write_text(json.dumps({"files": listed["files"] | {"../out": "0"}}))
    if damage == "none":
        shutil.rmtree(backup)
    said = told(tmp_path / "again", "restore", backup)
    assert said.status == 17 and len(said.complaints) == 1
    assert not (tmp_path / "again").exists() and not list(tmp_path.glob(".*.part"))


def test_nobody_writes_while_a_backup_is_made(workspace, tmp_path, monkeypatch):
    """A writer in between would leave files that do not belong together."""
    tried = []
    settle = disk.settle

    def meanwhile(path: Path) -> None:
        if not tried:
            with Database(workspace / "store.duckdb", read_only=True) as store:
                tried.append(store.run("SELECT count(*) FROM runs"))
            with pytest.raises(BlockingIOError), disk.alone(workspace / "outbox", wait=False):
                pass
            with pytest.raises(BlockingIOError), disk.alone(workspace / "handover", wait=False):
                pass
        settle(path)

    monkeypatch.setattr(disk, "settle", meanwhile)
    assert told(workspace, "backup", tmp_path / "backup").status == 0
    assert tried == [[(2,)]]


def test_a_disk_that_does_not_keep_what_is_written_is_told(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.copyfile", lambda source, target: target.write_bytes(b"something else"))
    said = told(workspace, "backup", tmp_path / "backup")
    assert said.status == 19 and not (tmp_path / "backup").exists()


def test_without_the_key_there_is_no_backup(workspace, tmp_path):
    (workspace / "secrets" / "pseudonym.key").unlink()
    assert told(workspace, "backup", tmp_path / "backup").status == 16
    assert not (tmp_path / "backup").exists()


def test_a_file_in_the_place_of_the_workspace_is_left_alone(workspace, tmp_path):
    told(workspace, "backup", tmp_path / "backup")
    assert told(put(tmp_path / "a-file", "mine"), "restore", tmp_path / "backup").status == 11

"""A workspace in which something is missing or broken: one line, the right number, and never more harm.

Source: specification, section 9; the numbers stand in the README.
"""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, put, rows, told

COMMANDS = {
    "ingest": ("ingest", "{file}"),
    "screen": ("screen", "--as-of", AS_OF),
    "names": ("contacts", "--identified"),
    "explain": ("explain", "C1", "x"),
    "rejects": ("rejects",),
}
ZONE, DEFINITION = 'timezone = "Asia/Shanghai"\n', 'definition = "covid-cn-9"\n'
KEY = 'key_file = "secrets/pseudonym.key"\n'


def garbage(name: str) -> Callable[[Path], object]:
    return lambda workspace: put(workspace / name, b"\xff\xfegarbage" * 900)


def missing(name: str) -> Callable[[Path], object]:
    return lambda workspace: (workspace / name).unlink()


def text(name: str, content: str) -> Callable[[Path], object]:
    return lambda workspace: put(workspace / name, content)


def cut(name: str) -> Callable[[Path], object]:
    return lambda workspace: put(workspace / name, (workspace / name).read_bytes()[: 2**16])


def folder(name: str) -> Callable[[Path], object]:
    def put_in_its_place(workspace: Path) -> None:
        (workspace / name).unlink(missing_ok=True)
        (workspace / name).mkdir()

    return put_in_its_place


RESULTS = "results/screen-000001.duckdb"
WRONG_TYPES = "timezone = 5\ndefinition = 6\nkey_file = 7\n"
DAMAGES: dict[str, tuple[Callable[[Path], object], str, set[int]]] = {
    "no key": (missing("secrets/pseudonym.key"), "ingest explain", {16}),
    "a key of garbage": (garbage("secrets/pseudonym.key"), "ingest explain", {16}),
    "half a key": (text("secrets/pseudonym.key", "ab" * 16), "ingest", {16}),
    "an open key": (lambda workspace: (workspace / "secrets" / "pseudonym.key").chmod(0o644), "ingest explain", {16}),
    "no store": (missing("store.duckdb"), "ingest screen rejects", {10, 17}),
    "a store of garbage": (garbage("store.duckdb"), "ingest screen rejects", {17}),
    "half a store": (cut("store.duckdb"), "ingest screen rejects", {17}),
    "no vault": (missing("vault.duckdb"), "ingest names", {10, 17}),
    "a vault of garbage": (garbage("vault.duckdb"), "ingest names", {17}),
    "results of garbage": (garbage(RESULTS), "names explain", {17}),
    "an audit log of garbage": (garbage("audit.jsonl"), "names", {17}),
    "an audit log of words": (text("audit.jsonl", "nothing\n"), "names", {17}),
    "a folder for an audit log": (folder("audit.jsonl"), "names explain", {17, 19}),
    "settings of garbage": (garbage("workspace.toml"), "ingest screen names explain rejects", {10}),
    "settings of another type": (text("workspace.toml", WRONG_TYPES), "ingest screen names", {10}),
    "a zone that is none": (text("workspace.toml", f'timezone = "Mars/Olympus"\n{DEFINITION}{KEY}'), "screen", {2, 10}),
    "a definition that is none": (text("workspace.toml", f'{ZONE}definition = "none"\n{KEY}'), "screen", {2, 10}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_command_that_needs_what_is_damaged_says_so_in_one_line(damage, outbreak, copied, tmp_path):
    workspace = copied(outbreak)
    harm, commands, statuses = DAMAGES[damage]
    harm(workspace)
    path = put(tmp_path / "checkins_new.csv", "person_id,place_id,checked_in_at\nn,L,2021-08-01\n")
    for command in commands.split():
        said = told(workspace, *(word.format(file=path) for word in COMMANDS[command]))
        assert said.status in statuses, said.err
        assert len(said.complaints) == 1 and said.out == ""


def test_without_a_folder_for_results_nothing_was_screened(outbreak, copied):
    workspace = copied(outbreak)
    shutil.rmtree(workspace / "results")
    assert told(workspace, "contacts").status == 13
    assert told(workspace, "screen", "--as-of", AS_OF).status in (0, 19)


def test_a_store_or_vault_that_is_missing_is_said_to_be_missing_and_not_made_anew(outbreak, copied, tmp_path):
    workspace = copied(outbreak)
    path = put(tmp_path / "checkins_new.csv", "person_id,place_id,checked_in_at\nn,L,2021-08-01\n")
    for name in ("store.duckdb", "vault.duckdb"):
        (workspace / name).rename(workspace / "aside")
        for command in (("ingest", path), ("screen", "--as-of", AS_OF)):
            said = told(workspace, *command)
            assert said.status == 0 or "missing" in said.err
        assert not (workspace / name).exists()
        (workspace / "aside").rename(workspace / name)


def digests(workspace: Path) -> dict[str, str]:
    """What lies in a workspace."""
    paths = (path for path in workspace.rglob("*") if path.is_file())
    return {str(path.relative_to(workspace)): sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.mark.parametrize("lost", ["workspace.toml", "store.duckdb", "vault.duckdb", "secrets/pseudonym.key"])
def test_making_a_workspace_never_takes_away_what_lies_there(lost, outbreak, copied):
    """The program itself says "`tracing init` makes one" where the settings are gone."""
    workspace = copied(outbreak)
    (workspace / lost).unlink()
    (workspace / "workspace.toml").unlink(missing_ok=True)
    kept = digests(workspace)
    told(workspace, "init")
    assert kept.items() <= digests(workspace).items()


def test_a_folder_with_other_things_in_it_is_left_as_it_is(tmp_path):
    folder = put(tmp_path / "mine" / "thesis.txt", "x").parent
    folder.chmod(0o755)
    said = told(folder, "init")
    assert said.status == 0 or folder.stat().st_mode & 0o777 == 0o755
    assert (folder / "thesis.txt").read_text(encoding="utf-8") == "x"


def test_what_a_dead_screen_and_a_careful_user_leave_beside_the_results_does_not_disturb(outbreak, copied):
    workspace = copied(outbreak)
    before = told(workspace, "contacts").out
    for name in ("screen-000001.part", "screen-000002.part", "screen-000002.part.wal", "screen-000001 (copy).duckdb"):
        put(workspace / "results" / name, b"x" * 100)
    assert told(workspace, "contacts").out == before
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert told(workspace, "contacts").out == before


def test_another_key_than_the_workspaces_own_is_refused(outbreak, copied, tmp_path):
    """With a key from another backup every person would come a second time, under another pseudonym."""
    workspace = copied(outbreak)
    put(workspace / "secrets" / "pseudonym.key", "0f" * 32 + "\n").chmod(0o600)
    stay = "person_id,place_id,checked_in_at,checked_out_at\nx,L,2021-07-31T10:00,2021-07-31T11:00\n"
    assert told(workspace, "ingest", put(tmp_path / "checkins_again.csv", stay)).status == 16
    assert rows(workspace / "store.duckdb", "SELECT count(DISTINCT person_id) FROM checkins") == [(2,)]

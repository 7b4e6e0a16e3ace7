"""`tracing check` finds nothing in a sound workspace, and names the part at fault in one that is not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import told
from tracing.store import Database


def test_a_sound_workspace_passes(workspace):
    said = told(workspace, "check")
    assert (said.status, said.err) == (0, "")
    assert "clustered copy: 3 checkins" in said.out and "hand-overs: 2," in said.out


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def run(path: Path, sql: str) -> None:
    with Database(path) as database:
        database.run(sql)


def entry_changed(workspace: Path) -> None:
    path = workspace / "audit.jsonl"
    first, *others = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps(json.loads(first) | {"lines": 9}), *others, ""]))


def another_key(workspace: Path) -> None:
    path = workspace / "secrets" / "pseudonym.key"
    path.write_bytes(path.read_bytes()[::-1])


def half_spoilt(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))


def respelled(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text())))


def first(workspace: Path, pattern: str) -> Path:
    return sorted(workspace.glob(pattern))[0]


FAULTS: dict[str, tuple[str, int, Callable[[Path], object]]] = {
    "another key": ("pseudonym key", 16, another_key),
    "no key": ("pseudonym key", 16, lambda space: (space / "secrets" / "pseudonym.key").unlink()),
    "entry": ("audit log", 17, entry_changed),
    "row gone": ("store", 17, lambda space: run(space / "store.duckdb", "DELETE FROM cases")),
    "instants": ("store", 17, lambda space: run(space / "store.duckdb", "UPDATE files SET brought_at = settled_at")),
    "repeat": (
        "store",
        17,
        lambda space: run(space / "store.duckdb", "INSERT INTO repeats VALUES (2::BIGINT << 32, 1, 2)"),
    ),
    "source": ("source files", 17, lambda space: changed(space / "taken" / "cases.csv")),
    "segment": ("clustered copy", 17, lambda space: changed(first(space, "clustered/*[0-9].pages.npy"))),
    "segment gone": ("clustered copy", 17, lambda space: first(space, "clustered/*[0-9].npy").unlink()),
    "vault": ("vault", 17, lambda space: run(space / "vault.duckdb", "DELETE FROM taken WHERE file_id = 1")),
    "nobody": ("vault", 17, lambda space: run(space / "vault.duckdb", "DELETE FROM keys")),
    "no vault": ("vault", 17, lambda space: (space / "vault.duckdb").unlink()),
    "results": ("results", 17, lambda space: first(space, "results/*").write_bytes(b"no database")),
    "other run": (
        "results",
        17,
        lambda space: first(space, "results/*").rename(space / "results/screen-7.duckdb"),
    ),
    "handed over": ("hand-overs", 17, lambda space: changed(first(space, "handover/*/*/list.csv"))),
    "last results": ("results", 17, lambda space: first(space, "results/*").unlink()),
    "a block": ("results", 17, lambda space: half_spoilt(first(space, "results/*"))),
    "no audit log": ("hand-overs", 17, lambda space: (space / "audit.jsonl").unlink()),
    "hand-over gone": ("hand-overs", 17, lambda space: shutil.rmtree(first(space, "handover/C1/*"))),
    "manifest": ("hand-overs", 17, lambda space: first(space, "handover/C1/*/manifest.json").write_text("{}")),
    "older manifest": ("hand-overs", 17, lambda space: respelled(first(space, "handover/C1/*/manifest.json"))),
    "outbox": ("outbox", 17, lambda space: (space / "outbox" / ".delivered.json").write_text("{}")),
}


@pytest.mark.parametrize(("part", "status", "damage"), FAULTS.values(), ids=FAULTS)
def test_a_part_at_fault_is_named_in_a_line_and_the_others_are_looked_at(part, status, damage, workspace):
    damage(workspace)
    said = told(workspace, "check")
    assert said.status == status
    assert [line for line in said.complaints if line.startswith(f"tracing: {part}: ")]
    assert len(said.out.splitlines()) + len(said.complaints) == 9
    assert "Xenia" not in said.err + said.out

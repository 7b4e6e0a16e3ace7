"""Marked identities are looked for in everything that the program leaves behind, and found in the vault alone.

Bytes of files, and, as DuckDB compresses text, every cell of every table as well.
Source: specification, section 2; issue: logs, errors, rejects hold no value from a record.
"""

import gzip
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.cli.program import rows
from tests.privacy.marks import IDENTITIES
from tracing.privacy.audit import entries

VAULT = "vault.duckdb"


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed into them."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        yield json.dumps(pl.read_parquet(content).to_dicts(), default=str).encode()
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if path.suffix == ".duckdb":
        yield table_texts(path)


def table_texts(path: Path) -> bytes:
    """Every cell of every table of a database."""
    tables = [name for (name,) in rows(path, "SELECT table_name FROM information_schema.tables")]
    return json.dumps([rows(path, f'SELECT * FROM "{name}"') for name in tables], default=str).encode()


def left_behind(marked) -> list[Path]:
    folders = (marked.folder, marked.out, marked.temporary)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_no_mark_stands_in_any_file_but_the_vault(marked):
    searched = [path for path in left_behind(marked) if path.name != VAULT]
    assert {path.name for path in searched} >= {"store.duckdb", "screen-000001.duckdb", "rejects.csv", "graph.html"}
    leaks = {path.name: found for path in searched for found in map(marked.marks.found_in, contents(path)) if found}
    assert leaks == {}


def test_no_mark_is_said(marked):
    leaks = [marked.marks.found_in(said.bytes_out + said.err.encode()) for said in marked.said]
    assert [found for found in leaks if found] == []


def test_nothing_is_left_in_temporary_folders(marked):
    assert list(marked.temporary.rglob("*")) == []
    assert not [path for path in marked.folder.rglob("*") if path.suffix in (".wal", ".tmp", ".part")]


def test_the_marks_are_real_and_the_vault_knows_those_of_kept_rows_alone(marked):
    """Else the tests above could not fail."""
    known = marked.marks.found_in(table_texts(marked.folder / VAULT))
    assert set(marked.marks.people) <= set(known)
    kept = {mark for mark, meaning in marked.marks.meaning.items() if meaning in IDENTITIES}
    assert len(kept) > 100
    assert set(known) == kept | set(marked.marks.people)


def test_the_list_and_the_graph_show_people(marked):
    """Else a search for names in them would prove nothing."""
    listed = (marked.out / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(listed) > 3 and all(line.split(",")[1].startswith("p") for line in listed[1:])
    assert len(json.loads((marked.out / "graph.json").read_text(encoding="utf-8"))["nodes"]) > 3


@pytest.mark.parametrize("name", ["store.duckdb", VAULT, "secrets/pseudonym.key", "results/screen-000001.duckdb"])
def test_what_holds_records_is_for_its_owner_alone(name, marked):
    assert stat.S_IMODE((marked.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(marked.folder.stat().st_mode) == 0o700


def test_what_is_written_is_for_its_owner_alone(marked):
    assert {stat.S_IMODE(path.stat().st_mode) for path in marked.out.iterdir()} == {0o600}


def test_without_identified_only_keys_that_were_tried_out_stand_in_the_audit_log(marked):
    assert {entry.what for entry in entries(marked.folder / "audit.jsonl")} == {"explain by a source's key"}

"""`sql/` and the model say the same, and every statement says what it does."""

import re
from pathlib import Path

import pytest

from tracing.model import KINDS
from tracing.records import content
from tracing.store import SQL, Database

FILES = sorted(SQL.rglob("*.sql"))
TYPES = {
    "text": "VARCHAR",
    "instant": "TIMESTAMP_MS",
    "closing": "TIMESTAMP_MS",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}


@pytest.fixture(scope="module")
def store():
    with Database.create(Path(":memory:"), "store") as database:
        yield database


@pytest.fixture(scope="module")
def vault():
    with Database.create(Path(":memory:"), "vault") as database:
        yield database


def columns(database: Database, table: str) -> dict[str, tuple[str, bool]]:
    rows = database.run(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = $table",
        {"table": table},
    )
    return {name: (kind, nullable == "NO") for name, kind, nullable in rows}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_table_of_each_kind_is_the_model(store, kind):
    stored = columns(store, kind.name)
    assert list(stored) == [*content(kind), "file_id", "line"]
    for name in kind.stored:
        column = kind.column(name)
        type_name = stored[name][0].replace("TIMESTAMP_MILLIS", "TIMESTAMP_MS")
        assert (type_name, stored[name][1]) == (TYPES[column.type], column.required)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.sealed], ids=lambda kind: kind.name)
def test_identities_have_a_table_in_the_vault_and_no_column_in_the_store(store, vault, kind):
    assert set(kind.sealed) <= set(columns(vault, kind.name))
    assert not set(kind.sealed) & set(columns(store, kind.name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SQL)))
def test_one_statement_a_file_under_a_header(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"-- what:   .+\n-- reads:  .+\n-- writes: .+\n-- grain:  .+\n(?!--)", text)
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("--"))
    assert body.count(";") == 1 and body.endswith(";\n")


def test_every_statement_is_used():
    code = "".join(path.read_text(encoding="utf-8") for path in SQL.parent.glob("[a-z]*/**/*.py"))
    for path in FILES:
        name = str(path.relative_to(SQL).with_suffix(""))
        used = name.startswith(("schema/", "checks/", "store/latest_")) or f'"{name}"' in code
        assert used, name

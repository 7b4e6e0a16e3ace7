"""When all is over, nothing that Prefect wrote holds a value from a record, or the name of a file."""

import sqlite3

import pytest

from tests.orchestration.outbreak import MARK
from tests.orchestration.provoked import CONTROL
from tracing.store import Database


@pytest.fixture(scope="session")
def kept(server, ingested, screened, handed_over, refused, damaged, provoked, scheduled) -> dict[str, bytes]:
    """All that is left in Prefect's folder once the server has ended: its files, and its database in words."""
    server.tasks(server.flow_run(screened), 2)
    server.stop()
    with sqlite3.connect(server.home / "prefect.db") as database:
        words = "\n".join(database.iterdump())
    files = {str(path): path.read_bytes() for path in server.home.rglob("*") if path.is_file()}
    return files | {"words": words.encode()}


def test_the_search_finds_what_is_there(kept):
    found = {name.rpartition("/")[2] for name, content in kept.items() if CONTROL.encode() in content}
    assert "words" in found and {"prefect.db", "prefect.db-wal"} & found
    assert b"outbreak-7" in kept["words"]


def test_no_value_and_no_name_of_a_file(kept):
    assert [name for name, content in kept.items() if MARK.encode() in content] == []


def test_no_pseudonym(kept, watched):
    with Database(watched / "vault.duckdb", read_only=True) as vault:
        pseudonyms = [row[0].encode() for row in vault.run("SELECT pseudonym FROM keys")]
    assert len(pseudonyms) >= 3
    assert [name for name, content in kept.items() for pseudonym in pseudonyms if pseudonym in content] == []

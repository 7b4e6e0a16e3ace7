"""Databases in memory beside each other in one engine: starting an engine takes as long as a small world's search."""

from functools import cache
from itertools import count
from pathlib import Path

import duckdb

from tracing.store import _OFFLINE, Database

_NUMBERS = count(1)


def in_memory(schema: str) -> Database:
    """A new and empty database with all tables of a folder of `sql/schema`; leaving it in a `with` forgets it."""
    return _InMemory.create(Path(":memory:"), schema)


def engine() -> duckdb.DuckDBPyConnection:
    """A connection of its own to the one engine of this process."""
    return _engine().cursor()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_OFFLINE)


class _InMemory(Database):
    def _open(self, read_only: bool) -> None:
        self._connection, self._name = engine(), f"world_{next(_NUMBERS)}"
        self._connection.execute(f"ATTACH ':memory:' AS {self._name}")
        self._connection.execute(f"USE {self._name}")

    def close(self) -> None:
        self._connection.execute("USE memory")
        self._connection.execute(f"DETACH {self._name}")
        self._connection.close()

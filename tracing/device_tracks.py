"""Where the fixes of devices stand, whether they count or not: in a store, or in one file alone.

Stretches are those of devices: stretch (a number), person_id, device_id (null: of no device), sees_from, sees_to (ms,
both included). What is near them is told once for each stretch, in any order: stretch, at (ms), latitude, longitude
(degrees, WGS 84), accuracy_m, record.
"""

from typing import Protocol

import polars as pl

from tracing.store import Database, statement


class Tracks(Protocol):
    """Where the fixes of devices stand."""

    def near(self, stretches: pl.DataFrame) -> pl.DataFrame:
        """All fixes of devices in stretches of time."""
        ...


class StoredTracks:
    """The fixes of a store. Reads all of them: where they are many, the clustered copy tells them."""

    def __init__(self, store: Database):
        self._store = store

    def near(self, stretches: pl.DataFrame) -> pl.DataFrame:
        """As `Tracks.near`."""
        with self._store.lent("stretches", stretches):
            return self._store.frame(statement("store/fixes_near"))


class FileTracks:
    """The fixes that one file tells, also such as earlier files told, and no other."""

    def __init__(self, store: Database, file_id: int):
        self._store, self._file_id = store, file_id

    def near(self, stretches: pl.DataFrame) -> pl.DataFrame:
        """As `Tracks.near`."""
        with self._store.lent("stretches", stretches):
            return self._store.frame(statement("store/told_near"), {"file_id": self._file_id})

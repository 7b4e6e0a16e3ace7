"""A world that comes in pieces, in any order, with files that are taken back: what is told after each event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from unittest.mock import patch

import polars as pl

from pipelines import settings
from pipelines.retract import take_back
from tests.lib.in_memory import in_memory
from tests.lib.product import take_in, write_csv
from tests.lib.worlds import World
from tracing import definitions, ledger
from tracing.clustered import growth
from tracing.clustered.stored import Stored
from tracing.intake.instants import instant
from tracing.screening import Screening, screen
from tracing.store import Database

Answer = dict[str, list[str]]


def pieces(world: World, dice: Random, most: int = 6) -> list[tuple[str, list[dict[str, str]]]]:
    """The world's rows in files of at most so many: each kind cut, some rows in two files, some files twice."""
    cut = []
    for kind, rows in world.files.items():
        mixed = dice.sample(rows, len(rows)) + dice.sample(rows, len(rows) // 3)
        while mixed:
            size = dice.randint(1, most)
            cut.append((kind, mixed[:size]))
            mixed = mixed[size:]
    cut += dice.sample(cut, len(cut) // 4)
    dice.shuffle(cut)
    return cut


@dataclass
class Outbreak:
    """A store in memory, and what a screen of it tells."""

    world: World
    store: Database
    vault: Database
    folder: Path

    def bring(self, number: int, kind: str, rows: list[dict[str, str]]) -> int:
        """Take a file of that number in the world's list in: its number in the ledger."""
        path = write_csv(self.folder / f"{kind}_{number}.csv", rows)
        return take_in(self.store, self.vault, path, self.world.timezone, self.folder / "clustered").file_id

    def retract(self, file_id: int) -> None:
        """Take a file back."""
        assert take_back(self.store, self.folder / "clustered", file_id, settings.now())

    def moment(self) -> datetime:
        """The instant of the latest entry."""
        entries = ledger.files(self.store)
        return max(entries["settled_at"].max(), entries["retracted_at"].max() or entries["settled_at"].max())

    def tells(self, known_at: datetime | None = None) -> Answer:
        """All that a screen finds, the records behind it by name of file and line."""
        in_force = definitions.parse(self.world.definition, "world.toml")
        moment = instant(self.world.as_of, self.world.timezone, closing=True)
        held = Stored(self.store, self.folder / "clustered", known_at)
        return self._in_order(screen(held, in_force, moment, self.world.timezone))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self.store.run(f"SELECT count(*) FROM {table}")[0][0]

    def _in_order(self, found: Screening) -> Answer:
        names = dict(ledger.files(self.store).select("file_id", "name").iter_rows())

        named = pl.col("file_id").replace_strict(names, return_dtype=pl.String)
        told = {}
        for name, frame in vars(found).items():
            if isinstance(frame, pl.DataFrame) and name != "found":  # in which order exposures are found is all one
                by_name = frame.with_columns(named) if "file_id" in frame.columns else frame
                told[name] = sorted(map(repr, by_name.drop("record", strict=False).rows()))
        return told


@contextmanager
def outbreak(world: World, folder: Path, copied: bool) -> Iterator[Outbreak]:
    """An empty store for a world; `copied`: with a clustered copy from a dozen rows on, in small segments."""
    sizes = {"AT_LEAST": 12, "PART": 7, "FAN": 3} if copied else {"AT_LEAST": 10**6}
    folder.mkdir()
    with (
        patch.multiple(growth, **sizes),
        in_memory("store") as store,
        in_memory("vault") as vault,
    ):
        yield Outbreak(world, store, vault, folder)

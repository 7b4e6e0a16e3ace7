"""Stores whose copies grow file by file, and what their copies hold then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

import polars as pl

from tests.lib.in_memory import in_memory
from tests.lib.product import take_in, write_csv
from tracing.clustered import growth
from tracing.clustered.filings import FILINGS
from tracing.clustered.stored import Stored
from tracing.ledger import Account
from tracing.records import load
from tracing.store import Database

ZONE = "Asia/Shanghai"
SMALL = {"AT_LEAST": 0, "PART": 7, "FAN": 3, "_REMEMBERED": 2}
"""Every kind is copied, in many small segments."""
BULK = tuple(FILINGS)
Row = dict[str, str]


@dataclass
class Grown:
    """A store in memory with its vault, and the folder of its copy."""

    store: Database
    vault: Database
    folder: Path
    clustered: Path

    def take(self, kind: str, rows: list[Row], **sizes: int) -> Account:
        """Take rows in as one file."""
        number = len(list(self.folder.glob("*.csv")))
        path = write_csv(self.folder / f"{kind}_{number}.csv", rows)
        with patch.multiple(growth, **(SMALL | sizes)):
            return take_in(self.store, self.vault, path, ZONE, self.clustered)

    def stored(self) -> Stored:
        """The copy opened anew."""
        return Stored(self.store, self.clustered)

    def copied(self, kind: str) -> list[str]:
        """The records that the copy holds of everybody, without where they came from."""
        return told(self.stored().of(people(self.store))[kind])

    def table(self, kind: str) -> list[str]:
        """The records of the table."""
        return told(load(self.store, [kind])[kind])

    def segments(self, kind: str) -> list[int]:
        """How many segments hold the kind, under each name."""
        holds = FILINGS[kind].holds
        rows = self.store.run("SELECT holds, count(*) FROM segments GROUP BY holds")
        return [dict(rows).get(name, 0) for name in holds]


@contextmanager
def grown(folder: Path) -> Iterator[Grown]:
    """An empty store."""
    with in_memory("store") as store, in_memory("vault") as vault:
        yield Grown(store, vault, folder, folder / "clustered")


def told(frame: pl.DataFrame) -> list[str]:
    """Records in any order; the devices of fixes, which no search asks for, are left out."""
    columns = sorted(set(frame.columns) - {"record", "device_id"})
    return sorted(map(repr, frame.select(columns).rows()))


def people(store: Database) -> list[str]:
    """Everybody whom the bulk names."""
    named = {"proximity": ("person_a", "person_b")}
    found = set()
    for kind, frame in load(store, BULK).items():
        for column in named.get(kind, ("person_id",)):
            found |= set(frame[column])
    return sorted(found)


def drawn(kind: str, seed: int, count: int = 40) -> list[Row]:
    """Rows from narrow pools, so that persons, places and instants come again."""
    dice = Random(seed)
    return [_ROW[kind](dice) for _ in range(count)]


def _instant(dice: Random, after: datetime = datetime(2021, 8, 5, tzinfo=UTC)) -> datetime:
    return after + timedelta(minutes=dice.randrange(0, 600, 20), milliseconds=dice.choice((0, 0, 1, 999)))


def _fix(dice: Random) -> Row:
    place = {"latitude": f"31.{dice.randrange(2000, 2004)}", "longitude": f"121.{dice.randrange(4000, 4004)}"}
    sure = {"accuracy_m": dice.choice(("", "10", "20.5"))}
    return {"person_id": _person(dice), "observed_at": _instant(dice).isoformat(), **place, **sure}


def _checkin(dice: Random) -> Row:
    begin = _instant(dice)
    end = dice.choice(("", "", _instant(dice, begin).isoformat(), (begin + timedelta(days=900)).isoformat()))
    place = f"hall{dice.randrange(3)}"
    return {
        "person_id": _person(dice),
        "place_id": place,
        "checked_in_at": begin.isoformat(),
        "checked_out_at": end,
    }


def _passage(dice: Random) -> Row:
    plate = {"plate": dice.choice(("", "A1", "A2")), "direction": dice.choice(("", "in", "out"))}
    place = f"gate{dice.randrange(3)}"
    return {"person_id": _person(dice), "place_id": place, "passed_at": _instant(dice).isoformat(), **plate}


def _ticket(dice: Random) -> Row:
    begin = _instant(dice)
    seat = {name: dice.choice(("", "1", "2")) for name in ("mode", "coach", "row", "seat")}
    times = {"departs_at": begin.isoformat(), "arrives_at": _instant(dice, begin).isoformat()}
    return {"person_id": _person(dice), "service": f"G{dice.randrange(3)}", **times, **seat}


def _proximity(dice: Random) -> Row:
    measured = {"duration_s": dice.choice(("", "60", "86400")), "distance_m": dice.choice(("", "0", "1.5"))}
    return {
        "person_a": _person(dice),
        "person_b": _person(dice),
        "observed_at": _instant(dice).isoformat(),
        **measured,
    }


def _person(dice: Random) -> str:
    return f"p{dice.randrange(6)}"


_ROW = {"fixes": _fix, "checkins": _checkin, "passages": _passage, "tickets": _ticket, "proximity": _proximity}

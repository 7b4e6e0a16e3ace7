"""The product, called like the reference: files in, lines and infectious periods out.

The whole way is taken: rows are written as csv, taken in by the ingest flow's own code into databases in
memory, screened, and named again through the vault.
"""

import csv
import tempfile
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import polars as pl

from pipelines import settings
from pipelines.ingest import Intake
from tests.lib.in_memory import in_memory
from tracing import definitions
from tracing.clustered import growth
from tracing.clustered.stored import Stored
from tracing.intake.instants import instant
from tracing.ledger import Account, bring, pending
from tracing.privacy.pseudonym import Pseudonyms
from tracing.screening import Screening
from tracing.screening import screen as screening
from tracing.store import Database

SECRET = bytes(range(32))
KEY = Pseudonyms(SECRET)
MEMORY = Path(":memory:")
NOWHERE = Path("small stores have no clustered copy")


@dataclass
class Told:
    """What the product answers, in the reference's shape; `rejected` holds places of rows from 0, `kept` what
    exposures rest on.
    """

    lines: list[dict]
    windows: dict[str, list[tuple[int, int]]]
    exposures: list[dict]
    rejected: dict[str, list[int]]
    found: Screening
    kept: list[tuple[pl.DataFrame, pl.DataFrame]]


def screen(
    files: dict[str, list[dict[str, str]]], definition: dict, as_of: str, timezone: str, copied: bool = False
) -> Told:
    """Take the rows of each kind in, in order, and screen them.

    copied      as a large store does it: with a clustered copy, in many small segments
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [write_csv(Path(folder) / f"{kind}.csv", rows) for kind, rows in files.items() if rows]
        with patch.multiple(growth, AT_LEAST=0, PART=7, FAN=3) if copied else nullcontext():
            return screen_files(paths, definition, as_of, timezone)


def screen_files(paths: Iterable[Path], definition: dict, as_of: str, timezone: str) -> Told:
    """Take files in, in order, and screen them."""
    with (
        tempfile.TemporaryDirectory() as clustered,
        in_memory("store") as store,
        in_memory("vault") as vault,
    ):
        for path in paths:
            take_in(store, vault, path, timezone, Path(clustered))
        in_force = definitions.parse(definition, "world.toml")
        moment = instant(as_of, timezone, closing=True)
        kept: list[tuple[pl.DataFrame, pl.DataFrame]] = []
        held = Stored(store, Path(clustered))
        found = screening(held, in_force, moment, timezone, keep=lambda *rows: kept.append(rows))
        keys = dict(vault.run("SELECT pseudonym, source_key FROM keys"))
        rejected = store.run("SELECT kind, line - 2 FROM rejects JOIN files USING (file_id) ORDER BY ALL")
    return Told(
        _lines(found, keys),
        _windows(found),
        _exposures(found, keys),
        _by_kind(rejected),
        found,
        kept,
    )


def take_in(store: Database, vault: Database, path: Path, timezone: str, clustered: Path = NOWHERE) -> Account:
    """Take one file in, as the ingest flow does."""
    file_id = bring(store, path, None, settings.now())
    account = Account(file_id, path.name)
    Intake(store, vault, Pseudonyms(SECRET), timezone, clustered, pending(store, file_id), account).run()
    return account


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows as a csv file with every column that one of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _lines(found: Screening, keys: dict[str, str]) -> list[dict]:
    lines = found.contacts.drop("hop").with_columns(
        pl.col("person_id").replace(keys),
        pl.col("follow_up_until").dt.to_string(),
        via=pl.col("via").list.eval(pl.element().replace(keys)).list.sort(),
    )
    rank = {tier: place for place, tier in enumerate(definitions.TIERS)}
    order = [(n["case_id"], rank[n["tier"]], n["first_contact_at"], n["person_id"]) for n in lines.rows(named=True)]
    return [line for _, line in sorted(zip(order, lines.rows(named=True), strict=True), key=lambda pair: pair[0])]


def _windows(found: Screening) -> dict[str, list[tuple[int, int]]]:
    windows: dict[str, list[tuple[int, int]]] = {case: [] for case in found.cases["case_id"]}
    for row in found.windows.filter(hop=0).sort("case_id", "started_at").iter_rows(named=True):
        windows[row["case_id"]].append((row["started_at"], row["finished_at"]))
    return windows


def _exposures(found: Screening, keys: dict[str, str]) -> list[dict]:
    episodes = {
        number: part.sort("started_at").select("started_at", "finished_at").rows()
        for (number,), part in found.episodes.partition_by("exposure", as_dict=True).items()
    }
    return [
        {
            "case_id": row["case_id"],
            "source": keys[row["source_id"]],
            "person": keys[row["person_id"]],
            "rule": row["rule"],
            "tier": row["tier"],
            "hop": row["hop"] + 1,
            "measured_ms": row["measured_ms"],
            "episodes": episodes[row["exposure"]],
            "listed": row["listed"],
        }
        for row in found.exposures.iter_rows(named=True)
    ]


def _by_kind(rejected: list[tuple[str, int]]) -> dict[str, list[int]]:
    by_kind: dict[str, list[int]] = {}
    for kind, place in rejected:
        by_kind.setdefault(kind, []).append(place)
    return by_kind

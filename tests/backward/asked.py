"""A search backward asked of rows of text: taken in as the ingest flow does, with the sources' keys in the answer."""

import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

import polars as pl

from tests.lib.in_memory import in_memory
from tests.lib.product import take_in, write_csv
from tests.lib.tables import Row
from tracing import definitions, records
from tracing.backward import Backtrace, backtrace
from tracing.backward.view import identified
from tracing.intake.instants import instant


def definition(*rules: dict) -> dict:
    """A definition that begins two days before the reference; each rule is close and named by its place."""
    head = {"id": "example", "title": "An example", "valid_from": date(2020, 1, 1), "source": "made up"}
    named = [{"id": f"r{number}", "tier": "close"} | rule for number, rule in enumerate(rules)]
    return head | {"infectious_period": {"before_days": 2}, "rule": named}


def asked(files: dict[str, list[Row]], given: Collection[str], by: dict, as_of: str, timezone: str) -> Backtrace:
    """What ties the given cases together under a definition."""
    with (
        tempfile.TemporaryDirectory() as folder,
        in_memory("store") as store,
        in_memory("vault") as vault,
    ):
        for kind, rows in files.items():
            if rows:
                take_in(store, vault, write_csv(Path(folder) / f"{kind}.csv", rows), timezone)
        known = records.load(store)
        keys = vault.frame("SELECT pseudonym AS person_id, source_key, NULL::VARCHAR AS name FROM keys")
    moment = instant(as_of, timezone, closing=True)
    return identified(backtrace(known, definitions.parse(by, "asked.toml"), given, moment, timezone), keys)


def found(trace: Backtrace, *columns: str) -> list[tuple]:
    """The alternatives in their order, in some columns."""
    return trace.alternatives.select(columns).rows()


def one(trace: Backtrace, kind: str, name: str) -> dict:
    """One alternative."""
    return trace.alternatives.row(by_predicate=(pl.col("kind") == kind) & (pl.col("id") == name), named=True)

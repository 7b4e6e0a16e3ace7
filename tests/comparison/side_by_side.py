"""Two definitions on one world: the product's sides and rows, with people by the keys their source gives."""

import tomllib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tests.lib import product
from tests.lib.in_memory import in_memory
from tests.lib.tables import Row, read_tables
from tests.spec.examples import HEAD
from tracing import definitions, records
from tracing.comparison import comparison
from tracing.comparison.reasons import Side
from tracing.intake.instants import instant
from tracing.screening import screen

ZONE = "Asia/Shanghai"
PEOPLE = ("kay", "kim", "ann", "bob", "cid", "dan", "eve")


def sides(files: dict[str, list[Row]], documents: Iterable[dict], as_of: str, zone: str) -> list[Side]:
    """What the product finds under each definition, on rows that are taken in once."""
    moment = instant(as_of, zone, closing=True)
    in_force = [definitions.parse(document, "world.toml") for document in documents]
    with TemporaryDirectory() as folder, ExitStack() as opened:
        store, vault = (opened.enter_context(in_memory(name)) for name in ("store", "vault"))
        for kind, rows in files.items():
            if rows:
                product.take_in(store, vault, product.write_csv(Path(folder) / f"{kind}.csv", rows), zone)
        known = records.load(store)
    return [Side(definition, screen(known, definition, moment, zone)) for definition in in_force]


def document(text: str, name: str = "example") -> dict:
    """A definition of that id, from the part of it that matters."""
    return tomllib.loads(HEAD.replace('"example"', f'"{name}"') + text)


def compared(tables: str, first: str, second: str, as_of: str = "2021-09-01") -> dict[str, dict]:
    """The rows of case K by person: records as text tables, definitions as TOML without their heads."""
    both = sides(read_tables(tables), (document(first, "one"), document(second, "two")), as_of, ZONE)
    rows = comparison(*both, ZONE).filter(case_id="K")
    return {row["person_id"]: row for row in (named(row) for row in rows.iter_rows(named=True))}


def named(row: dict) -> dict:
    """A row with the people of these tests by their keys."""
    pseudonyms = {product.KEY.of(person): person for person in PEOPLE}
    return {name: _named(value, pseudonyms) for name, value in row.items()}


def _named(value: object, pseudonyms: dict[str, str]) -> object:
    if isinstance(value, list):
        return [_named(one, pseudonyms) for one in value]
    if isinstance(value, str):
        for pseudonym, person in pseudonyms.items():
            value = value.replace(pseudonym, person)
    return value


def keys(frame: pl.DataFrame, people: list[str]) -> pl.DataFrame:
    """A frame with its people by the keys their source gives."""
    known = {product.KEY.of(person): person for person in people}
    return frame.with_columns(pl.col("person_id", "source_id").replace(known))

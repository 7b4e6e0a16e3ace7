"""What can be verified of a workspace's own files: tables, accounts, records, the copy, the vault, results.

Each check returns what it looked at, in words, or raises StoreDamaged with what it found; never a value of a record.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tracing import ledger, records
from tracing.clustered.copy import Copy
from tracing.clustered.filings import FILINGS
from tracing.errors import StoreDamaged
from tracing.model import KINDS
from tracing.results import of_run, rests_on, run_ids, run_of
from tracing.standing import Standing
from tracing.store import Database, statement, statements

_MOST_TOLD = 5
Columns = dict[str, dict[str, str]]
"""Table -> column -> its type, as DuckDB names it."""


def tables(database: Database, schema: str) -> None:
    """Every table of a folder of `sql/schema` is there, with its columns, of their types, and with no other.

    Keys and constraints are not compared, nor are tables that the program does not know.
    """
    wrong = list(_unlike(_columns(database), _made(schema)))
    if wrong:
        more = f"; and {len(wrong) - _MOST_TOLD:,} more" if len(wrong) > _MOST_TOLD else ""
        raise StoreDamaged(f"{database.path}: not as this program makes it: {'; '.join(wrong[:_MOST_TOLD])}{more}")


def _columns(database: Database) -> Columns:
    found: Columns = {}
    for table, column, kind in database.run(statement("store/columns")):
        found.setdefault(table, {})[column] = kind
    return found


@cache
def _made(schema: str) -> Columns:
    with Database.create(Path(":memory:"), schema) as new:
        return _columns(new)


def _unlike(found: Columns, made: Columns) -> Iterator[str]:
    """What of the tables that are made is missing or different in those that were found, in words."""
    for table, columns in made.items():
        has = found.get(table)
        if has is None:
            yield f"table {table} is missing"
            continue
        yield from (f"column {table}.{name} is missing" for name in columns if name not in has)
        yield from (f"column {table}.{name} is unknown" for name in has if name not in columns)
        for name, kind in columns.items():
            if has.get(name, kind) != kind:
                yield f"column {table}.{name} is {has[name]}, not {kind}"


def accounts(store: Database) -> str:
    """Every table is as it is made, and every query of `sql/checks` finds nothing."""
    tables(store, "store")
    store.read_through()
    names = statements("checks")
    found = {name: len(store.run(statement(name))) for name in names}
    wrong = [f"{name.removeprefix('checks/')}: {rows:,} rows" for name, rows in found.items() if rows]
    if wrong:
        raise StoreDamaged("; ".join(wrong))
    files = ledger.files(store).filter(status="taken")
    return f"{len(names)} checks of {files.height:,} files with {files['rows_kept'].sum():,} records"


def copy(store: Database, folder: Path) -> str:
    """The clustered copy is sorted, and has as many rows of each kind as the store."""
    held = Copy(store, folder, Standing.of(store))
    said = []
    for kind, filing in FILINGS.items():
        if not held.has(kind):
            continue
        rows, stored = held.verified(filing.holds[0]), records.count(store, KINDS[kind])
        if rows != stored:
            raise StoreDamaged(f"{folder}: {rows:,} {kind}, and {stored:,} in the store")
        said.append(f"{rows:,} {kind}")
    return ", ".join(said) or "none, the store is small"


def vault(store: Database, vault: Database) -> str:
    """Every table is as it is made; the vault knows the files that the store has taken in, and who stands behind every
    person of a case."""
    tables(vault, "vault")
    vault.read_through()
    taken = set(store.frame(statement("store/taken_files"))["file_id"])
    noted = {file_id for (file_id,) in vault.run(statement("vault/taken_files"))}
    if noted != taken:
        raise StoreDamaged(f"{vault.path}: {len(noted ^ taken):,} files are known to the store or to the vault alone")
    people = records.load(store, ["cases"])["cases"].select(name="person_id").unique()
    with vault.lent("asked", people):
        [(unknown,)] = vault.run(statement("vault/unknown_people"))
    if unknown:
        raise StoreDamaged(f"{vault.path}: {unknown:,} people of cases have no key in the vault")
    return f"{len(noted):,} files"


def sources(store: Database, folder: Path) -> str:
    """The source files that were kept still have the bytes that were taken in."""
    known = set(ledger.files(store)["sha256"].drop_nulls())
    kept = sorted(path for path in folder.glob("*") if path.is_file())
    for path in kept:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() not in known:
                raise StoreDamaged(f"{path}: not the bytes that were taken in")
    return f"{len(kept):,} files that lie there still"


def results(folder: Path, last: int) -> str:
    """Every screen's results can be read and are its own; the last one's, and those others rest on, are there."""
    numbers = run_ids(folder)
    if last and last not in numbers:
        raise StoreDamaged(f"{folder}: the results of screen {last}, the last one, are missing")
    for number in numbers:
        with of_run(folder, number) as published:
            tables(published, "results")
            published.read_through()
            if run_of(published).run_id != number:
                raise StoreDamaged(f"{published.path}: of another screen")
            if gone := set(rests_on(published)) - set(numbers):
                raise StoreDamaged(f"{published.path}: rests on screen {min(gone)}, whose results are missing")
    return f"{len(numbers):,} screens"

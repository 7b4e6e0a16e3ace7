"""The results of one screen, as a file of their own: everything a list, a graph or an explanation needs.

The file is written beside its place and renamed into it, and never changed afterwards: a reader meets a whole
file or none, and a new screen does not disturb who reads an older one.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracing.definition_words import rule_in_words
from tracing.definitions import Definition
from tracing.disk import alone, move, settle
from tracing.errors import CannotWrite, NothingScreened, StoreDamaged
from tracing.program import fingerprint
from tracing.store import Database, statement

if TYPE_CHECKING:
    from tracing.screening import Screening

_NAME = "screen-{:06d}.duckdb"


@dataclass(frozen=True)
class Run:
    """Which screen a result is of."""

    run_id: int
    definition_id: str
    definition_sha256: str
    definition_text: str
    title: str
    as_of: datetime
    timezone: str
    begun_at: datetime
    finished_at: datetime


def publish(
    folder: Path, run: Run, definition: Definition, found: "Screening", files: pl.DataFrame, places: pl.DataFrame
) -> Path:
    """Write the results of a screen and rename them into place: their path.

    files, places   the ledger's files and the latest places; only those that the results speak of are kept
    """
    target = folder / _NAME.format(run.run_id)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with _publishing(folder):
            part = target.with_suffix(".part")
            with Database.create(part, "results") as results:
                with results.transaction():
                    for table, rows in _tables(run, definition, found, files, places).items():
                        results.insert(table, rows)
                results.run("CHECKPOINT")
            part.chmod(0o600)
            settle(part)
            move(part, target)
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror or 'cannot be written'}") from None
    return target


@contextmanager
def _publishing(folder: Path) -> Iterator[None]:
    """One screen publishes at a time; parts that a killed one left, and its own at the end, are cleared away."""
    with alone(folder):
        _clear(folder)
        try:
            yield
        finally:
            _clear(folder)


def _clear(folder: Path) -> None:
    for part in folder.glob("*.part*"):
        part.unlink(missing_ok=True)


def _tables(
    run: Run, definition: Definition, found: "Screening", files: pl.DataFrame, places: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    met_at = found.episodes.select(pl.col("place_ids").explode().alias("place_id")).drop_nulls().unique()
    return {
        "run": pl.DataFrame([vars(run)]),
        "program": pl.DataFrame({"sha256": [fingerprint()]}),
        "rules": _rules(definition),
        "cases": found.cases.select(
            "case_id", "person_id", "classification", "reference", "reference_at", "empty_because"
        ),
        "windows": found.windows,
        "exposures": found.exposures,
        "episodes": found.episodes,
        "evidence": found.evidence,
        "files": files.join(found.evidence.select("file_id").unique(), on="file_id", how="semi"),
        "places": places.select("place_id", "name", "kind").join(met_at, on="place_id", how="semi"),
        "contacts": found.contacts,
        "coverage": found.coverage,
        "left_out": found.left_out,
        "reliance": found.reliance,
    }


def _rules(definition: Definition) -> pl.DataFrame:
    rows = [(rule.id, rule.evidence, rule.tier, rule_in_words(rule)) for rule in definition.rules]
    return pl.DataFrame(rows, orient="row", schema=["rule", "evidence", "tier", "words"])


def latest(folder: Path) -> Database:
    """The results of the last screen, opened for reading. Errors: NothingScreened."""
    while standing := _all(folder):
        path = standing[max(standing)]
        try:
            return Database.settled(path)
        except StoreDamaged:
            if path.exists():  # and else it was dropped just now, so there are later ones
                raise
    raise NothingScreened("nothing was screened yet; `tracing screen` does it")


def run_ids(folder: Path) -> list[int]:
    """The screens whose results stand, in order."""
    return sorted(_all(folder))


def of_run(folder: Path, run_id: int) -> Database:
    """The results of one screen, opened for reading. Errors: StoreDamaged where they are no longer there."""
    return Database.settled(folder / _NAME.format(run_id))


def drop_old(folder: Path, keep: int, needed: Collection[int]) -> list[int]:
    """Take away the results of all screens but the last `keep` and the `needed` ones: the numbers of the others.

    Who reads one of them reads on.
    """
    standing = _all(folder)
    dropped = sorted(set(sorted(standing)[:-keep]) - set(needed))
    for run_id in dropped:
        standing[run_id].unlink(missing_ok=True)
    return dropped


def _all(folder: Path) -> dict[int, Path]:
    numbers = {path: path.stem.removeprefix("screen-") for path in folder.glob("screen-*.duckdb")}
    return {int(number): path for path, number in numbers.items() if number.isdigit()}


def run_of(results: Database) -> Run:
    """Which screen a results file is of."""
    return Run(**results.frame(statement("results/run")).row(0, named=True))

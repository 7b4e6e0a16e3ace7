"""The results of one screen, as a file of their own: everything a list, a graph or an explanation needs.

The file is written beside its place and renamed into it, and never changed afterwards: a reader meets a whole
file or none, and a new screen does not disturb who reads an older one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracing.definition_words import rule_in_words
from tracing.definitions import Definition
from tracing.errors import CannotWrite, NothingScreened
from tracing.records import LINE_BITS
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
        with _alone(folder):
            part = target.with_suffix(".part")
            with Database.create(part, "results") as results:
                with results.transaction():
                    for table, rows in _tables(run, definition, found, files, places).items():
                        results.insert(table, rows)
                results.run("CHECKPOINT")
            part.chmod(0o600)
            _on_disk(part)
            os.replace(part, target)
            _on_disk(folder)
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror or 'cannot be written'}") from None
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One screen publishes at a time; parts that a killed one left, and its own at the end, are cleared away."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _clear(folder)
        yield
    finally:
        _clear(folder)
        os.close(handle)


def _clear(folder: Path) -> None:
    for part in folder.glob("*.part*"):
        part.unlink(missing_ok=True)


def _tables(
    run: Run, definition: Definition, found: "Screening", files: pl.DataFrame, places: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    evidence = lines_behind(found.episodes)
    met_at = found.episodes.select(pl.col("place_ids").explode().alias("place_id")).drop_nulls().unique()
    return {
        "run": pl.DataFrame([vars(run)]),
        "rules": _rules(definition),
        "cases": found.cases.select(
            "case_id", "person_id", "classification", "reference", "reference_at", "empty_because"
        ),
        "windows": found.windows,
        "exposures": found.exposures,
        "episodes": found.episodes.drop("records"),
        "evidence": evidence,
        "files": files.join(evidence.select("file_id").unique(), on="file_id", how="semi"),
        "places": places.select("place_id", "name", "kind").join(met_at, on="place_id", how="semi"),
        "contacts": found.contacts,
        "coverage": found.coverage,
        "left_out": found.left_out,
        "reliance": found.reliance,
    }


def _rules(definition: Definition) -> pl.DataFrame:
    rows = [(rule.id, rule.evidence, rule.tier, rule_in_words(rule)) for rule in definition.rules]
    return pl.DataFrame(rows, orient="row", schema=["rule", "evidence", "tier", "words"])


def lines_behind(episodes: pl.DataFrame) -> pl.DataFrame:
    """The lines of files behind each episode, runs of lines that follow each other as one row."""
    of = ["exposure", "episode"]
    rows = episodes.select(*of, record="records").explode("record").drop_nulls().sort(*of, "record")
    same = pl.struct(of) == pl.struct(of).shift(1)
    follows = rows.select((same & (pl.col("record") == pl.col("record").shift(1) + 1)).fill_null(False)).to_series()
    last = rows["record"].filter(~follows.shift(-1, fill_value=False))
    file, line = pl.col("record") // 2**LINE_BITS, pl.col("record") % 2**LINE_BITS
    return rows.filter(~follows).select(
        *of, file_id=file.cast(pl.Int32), first_line=line, last_line=pl.lit(last % 2**LINE_BITS)
    )


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def latest(folder: Path) -> Database:
    """The results of the last screen, opened for reading. Errors: NothingScreened."""
    paths = sorted(folder.glob("screen-*.duckdb"))
    if not paths:
        raise NothingScreened("nothing was screened yet; `tracing screen` does it")
    return Database(paths[-1], read_only=True)


def run_of(results: Database) -> Run:
    """Which screen a results file is of."""
    return Run(**results.frame(statement("results/run")).row(0, named=True))

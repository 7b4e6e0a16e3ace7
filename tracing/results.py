"""The results of one screen, as a file of their own: everything a list, a graph or an explanation needs.

It is never changed (`tracing.publication`), so a new screen does not disturb who reads an older one. The lines that an
exposure rests on stand in the file of the screen that found it; later ones that take it over say which that is.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tracing.citations import EPISODES, EVIDENCE
from tracing.errors import NothingScreened, StoreDamaged
from tracing.store import Database, statement

_EPISODES = {"exposure": pl.Int64} | EPISODES
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


def path_of(folder: Path, run_id: int) -> Path:
    """Where the results of a screen stand."""
    return folder / _NAME.format(run_id)


def run_ids(folder: Path) -> list[int]:
    """The screens whose results stand, in order."""
    return sorted(_all(folder))


def of_run(folder: Path, run_id: int) -> Database:
    """The results of one screen, opened for reading. Errors: StoreDamaged where they are no longer there."""
    return Database.settled(path_of(folder, run_id))


def drop_old(folder: Path, keep: int, needed: Collection[int], rests_on: Mapping[int, Collection[int]]) -> list[int]:
    """Take away the results of all screens but the last `keep`, the `needed` ones and those that these rest on: the
    numbers of the others. Who reads one of them reads on.
    """
    standing = _all(folder)
    kept = {*sorted(standing)[-keep:], *needed}
    dropped = sorted(set(standing) - kept - {found_by for run_id in kept for found_by in rests_on.get(run_id, ())})
    for run_id in dropped:
        standing[run_id].unlink(missing_ok=True)
    return dropped


def _all(folder: Path) -> dict[int, Path]:
    numbers = {path: path.stem.removeprefix("screen-") for path in folder.glob("screen-*.duckdb")}
    return {int(number): path for path, number in numbers.items() if number.isdigit()}


def run_of(results: Database) -> Run:
    """Which screen a results file is of."""
    return Run(**results.frame(statement("results/run")).row(0, named=True))


def rests_on(results: Database) -> list[int]:
    """The screens in whose files stands what the exposures of this one rest on, this one among them."""
    return sorted({run_of(results).run_id, *(found_by for (found_by,) in results.run(statement("results/rests_on")))})


def cited(results: Database, case_id: str) -> pl.DataFrame:
    """The lines of files behind each episode of a case's graph: columns of `citations.EVIDENCE`, in order.

    Errors: StoreDamaged where the results of a screen that these rest on are no longer there.
    """
    parts = _of_case(results, case_id, "results/cited")
    lines = pl.concat([pl.DataFrame(schema=EVIDENCE), *(part.select(list(EVIDENCE)) for part in parts)])
    return lines.sort("exposure", "episode", "file_id", "first_line")


def episodes(results: Database, case_id: str) -> pl.DataFrame:
    """The episodes of a case's graph, in order: `exposure` and columns of `citations.EPISODES`. Errors: as `cited`."""
    parts = _of_case(results, case_id, "results/episodes")
    return pl.concat([pl.DataFrame(schema=_EPISODES), *parts]).sort("exposure", "episode")


def _of_case(results: Database, case_id: str, what: str) -> Iterator[pl.DataFrame]:
    """What every screen that found something of a case's graph wrote of it."""
    own = run_of(results).run_id
    for found_by, theirs in by_finder(results.frame(statement("results/found"), {"case_id": case_id})):
        with nullcontext(results) if found_by == own else of_run(results.path.parent, found_by) as finder:
            yield told(finder, theirs, what)


def episodes_found(folder: Path, found: pl.DataFrame, unsaid: bool) -> pl.DataFrame:
    """The episodes of exposures in a folder's results, as `rescreening.Episodes` says. Errors: as `cited`."""
    parts = [pl.DataFrame(schema=_EPISODES)]
    for found_by, theirs in by_finder(found):
        with of_run(folder, found_by) as finder:
            parts.append(told(finder, theirs, "results/unsaid" if unsaid else "results/episodes"))
    return pl.concat(parts)


def by_finder(found: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """The screens that found some exposures (exposure, found_by, found_as), and which each found, and as what."""
    for (found_by,), theirs in found.partition_by("found_by", as_dict=True).items():
        yield found_by, theirs.select("exposure", "found_as")


def told(finder: Database, found: pl.DataFrame, what: str) -> pl.DataFrame:
    """What a screen wrote of exposures it found (`exposure`, `found_as`), by `exposure`, as a statement asks."""
    with finder.lent("asked", found):
        return finder.frame(statement(what))

"""Publishing a screen: its results are written beside their place while it searches, and renamed into it at the end.

A reader meets a whole file or none. What a killed screen left is cleared away by the next one.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import polars as pl

from tracing.definition_words import rule_in_words
from tracing.definitions import Definition
from tracing.disk import alone, move, settle
from tracing.errors import CannotWrite
from tracing.marks import NOTHING_MARKED
from tracing.program import fingerprint
from tracing.results import Run, by_finder, of_run, path_of, told
from tracing.screening import Screening
from tracing.store import Database

MOST_FINDERS = 8
"""The most screens that results rest on besides their own; what fewer exposures rest on is copied."""

_PART = "screen-{:06d}.part"


class Publication:
    """The results of one screen on their way into a folder."""

    def __init__(self, results: Database, folder: Path):
        self._results, self._folder = results, folder

    def keep(self, episodes: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Write what exposures rest on, as `tracing.finds` hands it on."""
        self._results.insert("episodes", episodes)
        self._results.insert("evidence", lines)

    def write(
        self,
        run: Run,
        definition: Definition,
        found: Screening,
        files: pl.DataFrame,
        places: pl.DataFrame,
        marked: pl.DataFrame = NOTHING_MARKED,
    ) -> None:
        """Write all else that a screen found.

        files, places   the ledger's files and the latest places; of these only those where people met are kept
        marked          fixes of cases that are no evidence: `tracing.marks.marked_within`
        """
        here = found.found.filter(pl.col("found_by").is_null())
        elsewhere = found.found.drop_nulls("found_by")
        met_at = pl.concat([found.episodes.select(place_id=pl.col("place_ids").explode()), *self._met_at(elsewhere)])
        tables = _tables(run, definition, found) | {
            "files": files,
            "marked": marked,
            "places": places.select("place_id", "name", "kind").join(met_at.unique(), on="place_id", how="semi"),
            "found": pl.concat([here, *self._near(elsewhere, len(here))]).with_columns(
                pl.col("found_by").fill_null(run.run_id)
            ),
        }
        with self._results.transaction():
            for table, rows in tables.items():
                self._results.insert(table, rows)
        self._results.run("CHECKPOINT")

    def _met_at(self, elsewhere: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Where people met in what other screens found."""
        for finder, theirs in by_finder(elsewhere):
            with of_run(self._folder, finder) as results:
                yield told(results, theirs, "results/met_at")

    def _near(self, elsewhere: pl.DataFrame, number: int) -> Iterator[pl.DataFrame]:
        """By which screen all else was found and as what; what few exposures rest on is copied, from a number on."""
        few = elsewhere.group_by("found_by").len().sort("len", "found_by", descending=True)["found_by"][MOST_FINDERS:]
        yield elsewhere.filter(~pl.col("found_by").is_in(few.implode()))
        for finder, theirs in by_finder(elsewhere.filter(pl.col("found_by").is_in(few.implode()))):
            numbered = theirs.with_columns(now=pl.int_range(number, number + pl.len()))
            with of_run(self._folder, finder) as results:
                asked = numbered.select("found_as", exposure="now")
                rows = (told(results, asked, what) for what in ("results/episodes", "results/cited"))
                self.keep(*(one.rename({"exposure": "found_as"}) for one in rows))
            yield numbered.select("exposure", pl.lit(None, pl.Int32).alias("found_by"), found_as="now")
            number += len(theirs)


@contextmanager
def publication(folder: Path, run_id: int) -> Iterator[Publication]:
    """The results of a screen, to be written; at the end they stand. Errors: CannotWrite.

    An exception leaves nothing behind.
    """
    target, part = path_of(folder, run_id), folder / _PART.format(run_id)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with _part(folder, part):
            path = part / target.name
            with Database.create(path, "results") as results:
                yield Publication(results, folder)
            path.chmod(0o600)
            settle(path)
            move(path, target)
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror or 'cannot be written'}") from None


@contextmanager
def _part(folder: Path, part: Path) -> Iterator[None]:
    """A folder for what is being written. It is locked as long as its screen lives; those that are not are cleared."""
    with ExitStack() as stack:
        with alone(folder):
            _clear(folder)
            part.mkdir(mode=0o700)
            stack.enter_context(alone(part))
        stack.callback(shutil.rmtree, part, ignore_errors=True)
        yield


def _clear(folder: Path) -> None:
    for part in folder.glob("*.part*"):
        with suppress(BlockingIOError), alone(part, wait=False):
            shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)


def _tables(run: Run, definition: Definition, found: Screening) -> dict[str, pl.DataFrame]:
    return {
        "run": pl.DataFrame([vars(run)]),
        "program": pl.DataFrame({"sha256": [fingerprint()]}),
        "rules": _rules(definition),
        "cases": found.cases.select(
            "case_id", "person_id", "classification", "reference", "reference_at", "empty_because"
        ),
        "windows": found.windows,
        "exposures": found.exposures,
        "contacts": found.contacts,
        "coverage": found.coverage,
        "left_out": found.left_out,
        "reliance": found.reliance,
    }


def _rules(definition: Definition) -> pl.DataFrame:
    rows = [(rule.id, rule.evidence, rule.tier, rule_in_words(rule)) for rule in definition.rules]
    return pl.DataFrame(rows, orient="row", schema=["rule", "evidence", "tier", "words"])

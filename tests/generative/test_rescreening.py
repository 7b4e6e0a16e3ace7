"""A rescreen is a screen from nothing, to the number of every exposure: on worlds that arrive in pieces.

After every step of a history the last screen, or one before it, is taken over; then all is asked from nothing, of
the same store at the same instant.

`TRACING_HISTORIES=300 pytest tests/generative/test_rescreening.py` asks about more histories than a usual run,
`TRACING_FIRST_HISTORY=5000` about others.
"""

import os
import tempfile
from collections import Counter
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from random import Random
from unittest.mock import patch

import polars as pl

from pipelines import settings
from pipelines.retract import take_back
from tests.generative.arrivals_of_worlds import History, Step, random_history
from tests.lib import product
from tests.lib.in_memory import in_memory
from tests.lib.kept import Kept
from tracing import definitions, ledger, rescreening
from tracing.clustered import growth
from tracing.clustered.stored import Stored
from tracing.rescreening import FROM_NOTHING, Last
from tracing.screening import Screening, screen
from tracing.standing import Standing
from tracing.times import to_ms
from tracing.touched import Moment, touched

HISTORIES, FIRST = int(os.environ.get("TRACING_HISTORIES", "12")), int(os.environ.get("TRACING_FIRST_HISTORY", "40"))
SOURCE = ["case_id", "source_id", "hop"]
NOT_PUBLISHED = ("shortfalls", "taken_over", "found", "episodes")


@dataclass(frozen=True)
class Told:
    """One screen of a history: its number, what it found, what was known, and its moment."""

    run: int
    found: Screening
    known_at: datetime
    as_of: datetime


class Store:
    """A store to which the steps of a history happen."""

    def __init__(self, history: History, stack: ExitStack):
        self.world = history.world
        self.definition = definitions.parse(self.world.definition, "world.toml")
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.store = stack.enter_context(in_memory("store"))
        self.vault = stack.enter_context(in_memory("vault"))
        self.brought: list[tuple[Path, int]] = []
        self.kept = Kept()

    def happen(self, step: Step) -> None:
        for kind, rows in step.files:
            path = product.write_csv(self.folder / f"{kind}_{len(self.brought)}.csv", rows)
            self.brought.append((path, self._take_in(path)))
        for place in step.again:
            self._take_in(self.brought[place][0])
        for place in step.retracted:
            take_back(self.store, self.folder / "clustered", self.brought[place][1], settings.now())

    def screens(self, as_of: datetime, before: Told | None) -> tuple[Told, Screening, Last]:
        """What a screen and a rescreen after `before` find, and what there was to take over."""
        run = ledger.begin_run(self.store, self.definition, as_of, settings.now())
        known_at = ledger.begun(self.store, run).begun_at
        last = self._last(before, known_at, as_of) if before else FROM_NOTHING
        again, anew = (
            screen(self.held(known_at), self.definition, as_of, self.world.timezone, last=taken, keep=self.kept.by(by))
            for by, taken in ((-run, last), (run, FROM_NOTHING))
        )
        for one, other in zip(self.kept.behind(-run, again), self.kept.behind(run, anew), strict=True):
            assert one.rows() == other.rows()
        return Told(run, anew, known_at, as_of), again, last

    def _last(self, before: Told, known_at: datetime, as_of: datetime) -> Last:
        asked = (before.known_at, before.as_of), (known_at, as_of)
        moments = [Moment(Standing.of(self.store, known), moment) for known, moment in asked]
        names = [field.name for field in fields(Last) if field.name not in ("as_of", "touched", "episodes")]
        told = {name: getattr(before.found, name) for name in names}
        told["found"] = told["found"].with_columns(pl.col("found_by").fill_null(before.run))
        told |= {"episodes": self.kept.episodes}
        return Last(to_ms(before.as_of), **told, touched=touched(self.store, *moments, self.definition))

    def held(self, known_at: datetime) -> Stored:
        return Stored(self.store, self.folder / "clustered", known_at)

    def _take_in(self, path: Path) -> int:
        account = product.take_in(self.store, self.vault, path, self.world.timezone, self.folder / "clustered")
        return account.file_id


def check(seed: int, copied: bool, seen: Counter) -> None:
    """Every step of a history; `seen` counts what the rescreens did."""
    history, random = random_history(seed), Random(seed)
    with ExitStack() as stack:
        stack.enter_context(patch.multiple(growth, AT_LEAST=0, PART=7, FAN=3) if copied else nullcontext())
        stack.enter_context(patch.object(rescreening, "DEAREST", random.choice((1.0, 1e9, 1e9))))
        store, told = Store(history, stack), []
        for step in history.steps:
            store.happen(step)
            before = random.choice([told[-1], *told]) if told else None
            anew, again, last = store.screens(step.as_of, before)
            try:
                assert_alike(again, anew.found)
            except AssertionError as difference:
                difference.add_note(f"in the history of seed {seed}, step {len(told)}, copied {copied}")
                raise
            told.append(anew)
            if before:
                note(seen, again, anew, before, last)


def assert_alike(again: Screening, anew: Screening) -> None:
    """Every table that is published, row by row."""
    for field in fields(Screening):
        if field.name not in NOT_PUBLISHED:
            one, other = getattr(again, field.name), getattr(anew, field.name)
            assert one.schema == other.schema and one.rows() == other.rows(), field.name


def note(seen: Counter, again: Screening, anew: Told, before: Told, last: Last) -> None:
    """Count what a rescreen took over and which special cases it came through."""
    seen["exposures"] += len(again.exposures)
    seen["taken over"] += again.taken_over
    seen["rescreens that take something over"] += again.taken_over > 0
    same, windows, was = last.same(anew.found.windows), anew.found.windows, before.found.windows
    stand = windows.join(same, on="window")
    told = {name for people in last.touched.values() for name in people["person_id"]}
    both = windows.join(was, on=SOURCE, suffix="_was").join(same, on="window", how="left", suffix="_same")
    changed, kept = both.filter(pl.col("was").is_null()), both.drop_nulls("was")
    close, close_was = _close(windows), _close(was)
    holds = {
        "nobody is touched": not told,
        "a source is touched": told & set(stand["source_id"]),
        "a person is touched": told & set(anew.found.exposures["person_id"]),
        "a window is another": len(changed),
        "a window goes on": len(kept.filter(pl.col("finished_at") > pl.col("finished_at_was"))),
        "a window has another number": len(stand.filter(pl.col("window") != pl.col("was"))),
        "a close contact is new": close - close_was,
        "a close contact is lost": close_was - close,
        "the moment moved on": anew.as_of > before.as_of and again.taken_over,
        "secondary contacts stand": again.taken_over and len(stand.filter(hop=1)),
    }
    seen.update(name for name in SPECIALS if holds[name])


SPECIALS = (
    "nobody is touched", "a source is touched", "a person is touched", "a window is another", "a window goes on",
    "a window has another number", "a close contact is new", "a close contact is lost", "the moment moved on",
    "secondary contacts stand",
)  # fmt: skip


def _close(windows: pl.DataFrame) -> set[tuple]:
    return set(windows.filter(pl.col("hop") == 1).select("case_id", "source_id").rows())


def test_a_rescreen_finds_what_a_screen_from_nothing_finds():
    """In every other history with a clustered copy; much is taken over on the way, past every special case."""
    seen = Counter()
    for seed in range(FIRST, FIRST + HISTORIES):
        check(seed, bool(seed % 2), seen)
    assert all(seen[special] for special in SPECIALS), seen
    assert seen["taken over"] > seen["exposures"] / 10, seen

"""What a rescreen takes over stands in a results file: which one, when it may be, and that it is told as it was."""

from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest

from pipelines import settings
from tests.generative.arrivals_of_worlds import random_history
from tests.generative.test_rescreening import Store, Told, assert_alike
from tracing import last_screen as module
from tracing.definitions import parse
from tracing.last_screen import last_screen
from tracing.ledger import files
from tracing.model import KINDS
from tracing.publication import publication
from tracing.rescreening import FROM_NOTHING, Last
from tracing.results import Run
from tracing.screening import screen
from tracing.times import to_ms

HISTORY = random_history(1)
"""One in which much is taken over."""


class Published:
    """A store in which one more file came after a screen was published."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.results, self.store = folder, Store(HISTORY, stack)
        first, second, *_ = HISTORY.steps
        self.store.happen(first)
        self.as_of = first.as_of
        self.first = self.screened(1)
        self.store.happen(second)
        self.second = self.store.screens(self.as_of, None)[0]

    def screened(self, run_id: int) -> Told:
        told, definition = self.store.screens(self.as_of, None)[0], self.store.definition
        by = (definition.id, definition.sha256, definition.text, definition.title)
        run = Run(run_id, *by, told.as_of, HISTORY.world.timezone, told.known_at, settings.now())
        held = self.store.held(told.known_at)
        names = files(self.store.store).select("file_id", "name", "kind")
        with publication(self.results, run_id) as results:
            again = screen(held, definition, told.as_of, HISTORY.world.timezone, keep=results.keep)
            results.write(run, definition, again, names, held.all_of("places"))
        return told

    def last(self, **asked: object) -> Last:
        usual = {"definition": self.store.definition, "zone": HISTORY.world.timezone}
        usual |= {"known_at": self.second.known_at, "as_of": self.as_of}
        return last_screen(self.store.store, self.results, **usual | asked)


@pytest.fixture
def published(tmp_path):
    with ExitStack() as stack:
        yield Published(tmp_path / "results", stack)


def test_a_published_screen_is_taken_over_as_it_was_found(published):
    last = published.last()
    for name in {field.name for field in fields(Last)} - {"as_of", "touched", "episodes"}:
        found = getattr(published.first.found, name)
        if name == "found":
            found = found.with_columns(pl.col("found_by").fill_null(1))
        assert getattr(last, name).select(found.columns).rows() == found.rows(), name
    held = published.store.held(published.second.known_at)
    in_memory = {kind: held.all_of(kind) for kind in KINDS}
    for records in (held, in_memory):
        again = screen(records, published.store.definition, published.as_of, HISTORY.world.timezone, last=last)
        assert again.taken_over > 0
        assert_alike(again, published.second.found)


def earlier(moment: datetime) -> datetime:
    return moment - timedelta(milliseconds=1)


def test_nothing_is_taken_over_from_what_went_by_something_else(published):
    definition = published.store.definition
    for asked in (
        {"definition": replace(definition, sha256="0")},
        {"definition": replace(definition, text=definition.text + "#")},
        {"zone": "Pacific/Apia"},
        {"as_of": earlier(published.as_of)},
        {"known_at": earlier(published.first.known_at)},
    ):
        assert published.last(**asked) is FROM_NOTHING, asked
    with patch.object(module, "fingerprint", lambda: "another version"):
        assert published.last() is FROM_NOTHING
    assert published.last(known_at=published.first.known_at) is not FROM_NOTHING


def test_of_several_screens_the_latest_that_can_be_read_is_taken_over(published):
    known_at = published.screened(2).known_at
    assert published.last(known_at=known_at).touched["fixes"].is_empty()
    (published.results / "screen-000003.duckdb").write_bytes(b"damaged")
    assert published.last(known_at=known_at).touched["fixes"].is_empty()
    (published.results / "screen-000002.duckdb").unlink()
    assert published.last(known_at=known_at) is not FROM_NOTHING
    (published.results / "screen-000001.duckdb").unlink()
    assert published.last(known_at=known_at) is FROM_NOTHING


def test_who_dwelt_in_a_cell_is_asked_anew_when_the_moment_moves_on():
    """Nobody has a new record, and yet the days before the moment are others."""
    rule = {"id": "cell", "evidence": "cell", "tier": "flagged", "dwell_more_than_hours": 1, "dwell_days": 1}
    facts = {"id": "cells", "title": "Cells", "valid_from": date(2020, 1, 1), "source": "made up"}
    definition = parse(facts | {"infectious_period": {"before_days": 1}, "rule": [rule]}, "cells.toml")
    noon = datetime(2021, 8, 5, 12, tzinfo=UTC)
    at = [noon + timedelta(minutes=5 * step) for step in range(25)]
    place = {"latitude": 31.2, "longitude": 121.4}
    fixes = [{"person_id": name, "observed_at": when, **place} for name in "ab" for when in at]
    case = {"case_id": "K", "person_id": "a", "classification": "confirmed", "onset_at": noon, "isolated_at": at[-1]}
    records = {"fixes": pl.DataFrame(fixes), "cases": pl.DataFrame([case])}
    first, later = (screen(records, definition, noon + timedelta(hours=hours), "UTC") for hours in (3, 60))
    names = {field.name for field in fields(Last)} - {"as_of", "touched", "episodes"}
    told = {name: getattr(first, name) for name in names}
    last = Last(to_ms(noon + timedelta(hours=3)), **told, episodes=lambda found, unsaid: found.clear())
    again = screen(records, definition, noon + timedelta(hours=60), "UTC", last=last)
    assert (len(first.exposures), len(later.exposures)) == (1, 0)
    assert_alike(again, later)

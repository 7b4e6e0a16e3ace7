"""What the store knew of a case and its people when the last screen began: why lines fell away from a list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property, partial

import polars as pl

from pipelines.settings import Workspace
from tracing import explanation, ledger, records
from tracing.case_list import check_case
from tracing.clustered.stored import Stored
from tracing.definitions import TIERS
from tracing.explanation.words import nearest_in_words
from tracing.handover.corrections import History
from tracing.handover.folders import HandOver
from tracing.handover.states import Recorded
from tracing.results import run_of
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import to_ms


@dataclass
class Asked:
    """The store, asked about the list of one case and the people who fell away from it; open only while it is read.

    called      pseudonym -> what to call her; who is not in it is called by the pseudonym
    patience_s  how long to wait for a process that writes; None: as long as is usual. Errors: WorkspaceLocked.
    """

    space: Workspace
    results: Database
    case_id: str
    people: Collection[str]
    called: Mapping[str, str]
    patience_s: float | None = None

    def recorded(self, given: HandOver) -> Recorded:
        """What it says to a hand-over; what came nearest, and what came since, is searched when that is asked for."""
        with self._store() as store:
            standing = Standing.of(store, run_of(self.results).begun_at)
            cases = records.load(store, ["cases"], standing=standing)["cases"].filter(case_id=self.case_id)
            files = dict(_names(store).iter_rows())
        classification = None if cases.is_empty() else cases["classification"].item()
        return Recorded(standing, classification, files, self._nearest, cache(partial(self._history, given)))

    def _history(self, given: HandOver) -> History:
        """What the store knows of the people, and what of that it did not when the hand-over's screen began."""
        began = datetime.fromisoformat(given.manifest["run"]["begun_at"]).astimezone(UTC)
        run, current = run_of(self.results), self._stored.records
        with self._store() as store:
            then, now = Standing.of(store, began), Standing.of(store, run.begun_at)
            places = records.load(store, ["places"], standing=then)["places"]
        return History(current, places, set(then.gone) - set(now.gone), to_ms(run.as_of))

    def _nearest(self, person: str, tier: str) -> str:
        ways = explanation.explanation(self.results, self.case_id, person, self._stored)["others"]
        would_do = [way for way in ways if TIERS.index(way["tier"]) <= TIERS.index(tier)]
        if not would_do:
            return f"no rule of the definition gives tier {tier} or a better one"
        by = would_do[0]["by_way_of"]
        return nearest_in_words(would_do[0] | {"by_way_of": self.called.get(by, by)})

    @cached_property
    def _stored(self) -> explanation.Stored:
        """The records of everybody concerned, as they were known when the screen began."""
        case = check_case(self.results, self.case_id)
        everybody = {case["person_id"], *self.people, *explanation.close_contacts_of(self.results, self.case_id)}
        with self._store() as store:
            held = Stored(store, self.space.clustered, run_of(self.results).begun_at)
            return explanation.Stored(held.of(everybody), _names(store))

    def _store(self) -> Database:
        return Database(self.space.store, read_only=True, patience_s=self.patience_s)


def _names(store: Database) -> pl.DataFrame:
    return ledger.files(store).select("file_id", "name")

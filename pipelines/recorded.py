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
from tracing.frames import typed
from tracing.handover.corrections import History
from tracing.handover.folders import HandOver
from tracing.handover.joins import RUN, Joins
from tracing.handover.states import Recorded
from tracing.identity.joined import Joined
from tracing.model import KINDS
from tracing.results import run_of
from tracing.standing import Standing
from tracing.store import Database, statement
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

    def recorded(self, given: HandOver, joins: Joins) -> Recorded:
        """What it says to a hand-over; what came nearest, and what came since, is searched when that is asked for."""
        with self._store() as store:
            standing = Standing.of(store, run_of(self.results).begun_at)
            cases = records.load(store, ["cases"], standing=standing)["cases"].filter(case_id=self.case_id)
            files = dict(_names(store).iter_rows())
        classification = None if cases.is_empty() else cases["classification"].item()
        history, naming = cache(partial(self._history, given)), partial(self._named_in, sorted(joins.named))
        return Recorded(standing, classification, files, self._nearest, history, naming, self._marked_in)

    def _marked_in(self, runs: pl.DataFrame) -> pl.DataFrame:
        """Which filters mark fixes in which runs of lines."""
        asked = {"known_at": run_of(self.results).begun_at.replace(tzinfo=None)}
        with self._store() as store, store.lent("asked", runs):
            return store.frame(statement("store/marked_in"), asked)

    def _named_in(self, others: list[str], runs: pl.DataFrame) -> pl.DataFrame:
        """Who of some people is named in which runs of lines."""
        if not others:
            return pl.DataFrame(schema=RUN | {"name": pl.String})
        people = pl.DataFrame({"name": others})
        with self._store() as store, store.lent("asked", runs), store.lent("people", people):
            return store.frame(statement("store/named_in"))

    def _history(self, given: HandOver) -> History:
        """What the store knows of the people, and what of that it did not when the hand-over's screen began."""
        began = _began(given)
        run, current = run_of(self.results), self._stored.records
        with self._store() as store:
            then, now = Standing.of(store, began), Standing.of(store, run.begun_at)
            places = records.load(store, ["places"], standing=then)["places"]
            marked = _marked_since(store, then, now, self._everybody)
        return History(current, places, set(then.gone) - set(now.gone), to_ms(run.as_of), marked)

    def _nearest(self, person: str, tier: str) -> str:
        ways = explanation.explanation(self.results, self.case_id, person, self._stored)["others"]
        would_do = [way for way in ways if TIERS.index(way["tier"]) <= TIERS.index(tier)]
        if not would_do:
            return f"no rule of the definition gives tier {tier} or a better one"
        by = would_do[0]["by_way_of"]
        return nearest_in_words(would_do[0] | {"by_way_of": self.called.get(by, by)})

    @cached_property
    def _everybody(self) -> set[str]:
        """Who is concerned: the case, her close contacts, and those who fell away, by their names of then and now."""
        case = check_case(self.results, self.case_id)
        everybody = {case["person_id"], *self.people, *explanation.close_contacts_of(self.results, self.case_id)}
        with self._store() as store:
            return everybody | set(map(Joined.of(store, run_of(self.results).begun_at).one, self.people))

    @cached_property
    def _stored(self) -> explanation.Stored:
        """The records of everybody concerned, as they were known when the screen began."""
        everybody = self._everybody
        with self._store() as store:
            held = Stored(store, self.space.clustered, run_of(self.results).begun_at)
            return explanation.Stored(held.of(everybody), _names(store))

    def _store(self) -> Database:
        return Database(self.space.store, read_only=True, patience_s=self.patience_s)


def joins(space: Workspace, results: Database, given: HandOver | None, patience_s: float | None = None) -> Joins:
    """Who was one person with whom when a hand-over's screen began, and when that of some results did."""
    if given is None:
        return Joins()
    with Database(space.store, read_only=True, patience_s=patience_s) as store:
        return Joins(Joined.of(store, _began(given)), Joined.of(store, run_of(results).begun_at))


def decided_since(space: Workspace, results: Database) -> bool:
    """Whether somebody is told under another name by what was decided since the screen of some results."""
    with Database(space.store, read_only=True) as store:
        return bool(Joins(Joined.of(store, run_of(results).begun_at), Joined.of(store)).others)


def _marked_since(store: Database, then: Standing, now: Standing, people: Collection[str]) -> pl.DataFrame:
    """The fixes of some people that counted then and are marked now, under their names of now."""
    instants = {"after": then.known_at.replace(tzinfo=None), "known_at": now.known_at.replace(tzinfo=None)}
    with store.lent("people", now.joined.recorded_as(people).select("name")):
        found = store.frame(statement("store/marked_since"), instants)
    fixes = KINDS["fixes"]
    return typed(fixes, now.joined.told(fixes, found.filter(then.count(found["record"]))))


def _began(given: HandOver) -> datetime:
    """When the screen of a hand-over began."""
    return datetime.fromisoformat(given.manifest["run"]["begun_at"]).astimezone(UTC)


def _names(store: Database) -> pl.DataFrame:
    return ledger.files(store).select("file_id", "name")

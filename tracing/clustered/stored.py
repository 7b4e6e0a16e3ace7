"""The records of a store: all of the small kinds, and of the bulk what a search comes near."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from tracing.clustered.as_known import AsKnown
from tracing.clustered.copy import FIXES, Copy, apart
from tracing.clustered.filings import FILINGS
from tracing.clustered.near import fixes_near, foreseen
from tracing.clustered.spans import SPANS, whole
from tracing.clustered.spans_near import Search, named, spans_near
from tracing.definitions import Definition, Rule
from tracing.frames import complete
from tracing.holdings import Around
from tracing.model import KINDS
from tracing.records import load
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import EVER, WITHOUT_END

_ON_THE_MOVE = ("track", "cell")


class Stored:
    """Holdings in a store that stays open as long as they are asked: what it knew at an instant (None: what it knows).

    A kind without a copy is read once and whole, and so are fixes where the copy does not foresee a rule: another gap
    or accuracy, or a distance past `near.MOST_M`.
    """

    def __init__(self, store: Database, folder: Path, known_at: datetime | None = None):
        self._store = store
        self._standing = Standing.of(store, known_at)
        self._copy = (AsKnown if self._standing.gone else Copy)(store, folder, self._standing)
        self._copied = [kind for kind in FILINGS if self._copy.has(kind)]
        self._read: dict[str, pl.DataFrame] = {}

    def all_of(self, kind: str) -> pl.DataFrame:
        """As `tracing.holdings` says; a kind that has a copy is read whole."""
        if kind not in self._copied:
            return self._small[kind]
        if kind not in self._read:
            self._read |= {kind: complete(load(self._store, [kind], None, self._standing))[kind]}
        return self._read[kind]

    def around(self, windows: pl.DataFrame, rules: Sequence[Rule], definition: Definition, as_of: int) -> Around:
        """As `tracing.holdings` says; of kinds that have a copy, what is near the windows' sources."""
        search = Search(windows, rules, definition, as_of, self._small)
        near = {kind: spans_near(kind, self._copy, search) for kind in self._copied if kind != FIXES}
        pairs = None
        if FIXES in self._copied:
            moving = [rule for rule in rules if rule.evidence in _ON_THE_MOVE]
            near[FIXES], pairs = self._fixes(moving, windows, as_of)
        typed = complete({kind: self._standing.records(found) for kind, found in near.items()})
        return Around(self._small | {kind: typed[kind] for kind in near}, pairs)

    def of(self, people: Collection[str]) -> dict[str, pl.DataFrame]:
        """All records of the small kinds; of the bulk, those of some people (pseudonyms)."""
        small = [kind for kind in KINDS if kind not in self._copied]
        number = self._copy.numbers(pl.Series(sorted(people), dtype=pl.String))["number"]
        copied = {kind: self._standing.records(self._theirs(kind, number)) for kind in self._copied}
        return complete(load(self._store, small, people, self._standing) | copied)

    @cached_property
    def _small(self) -> dict[str, pl.DataFrame]:
        """The kinds that have no copy; the others are empty."""
        return complete(load(self._store, [kind for kind in KINDS if kind not in self._copied], None, self._standing))

    def _fixes(
        self, rules: Sequence[Rule], windows: pl.DataFrame, as_of: int
    ) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        if not rules:
            return self._small[FIXES], None
        if not foreseen(rules):
            return self.all_of(FIXES), None
        fixes, pairs = fixes_near(self._copy, windows, rules, as_of)
        return self._of_people(fixes), self._copy.named(pairs, ["source_id", "person_id"])

    def _of_people(self, fixes: pl.DataFrame) -> pl.DataFrame:
        return self._copy.named(fixes.drop("device").rename({"person": "person_id"}), ["person_id"])

    def _theirs(self, kind: str, number: pl.Series) -> pl.DataFrame:
        if kind == FIXES:
            ever = pl.DataFrame({"person": number}).with_columns(from_ms=pl.lit(EVER), to_ms=pl.lit(WITHOUT_END))
            return self._of_people(self._copy.fixes(ever))
        found = [self._copy.find(holds, *apart(*whole(number))) for holds in SPANS[kind].holds if "person" in holds]
        return named(self._copy, SPANS[kind], np.concatenate(found))

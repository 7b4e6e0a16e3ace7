"""The records of a store: all of the small kinds, and of the bulk what a search comes near."""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from tracing.clustered.as_known import AsKnown
from tracing.clustered.as_one import AsOne
from tracing.clustered.copy import FIXES, Copy, apart
from tracing.clustered.filings import FILINGS
from tracing.clustered.near import fixes_near, foreseen
from tracing.clustered.segments import stacked
from tracing.clustered.spans import SPANS, whole
from tracing.clustered.spans_near import named, spans_near
from tracing.clustered.spans_read import Search
from tracing.definitions import Definition, Rule
from tracing.frames import complete, typed
from tracing.holdings import Around, of_people
from tracing.marks import marked_within
from tracing.model import KINDS
from tracing.records import load
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import EVER, WITHOUT_END

_ON_THE_MOVE = ("track", "cell")


class Stored:
    """Holdings in a store that stays open as long as they are asked: what it knew at an instant (None: what it knows).

    A kind without a copy is read once and whole, when it is asked for, and so are fixes where the copy does not foresee
    a rule: another gap or accuracy, or a distance past `near.MOST_M`.
    """

    def __init__(self, store: Database, folder: Path, known_at: datetime | None = None):
        self._store = store
        self._standing = Standing.of(store, known_at)
        self._copy = _copy_of(self._standing)(store, folder, self._standing)
        self._copied = [kind for kind in FILINGS if self._copy.has(kind)]
        self._small = OnDemand(lambda kind: typed(KINDS[kind], None) if kind in self._copied else self.all_of(kind))
        self._read: dict[str, pl.DataFrame] = {}

    def all_of(self, kind: str) -> pl.DataFrame:
        """As `tracing.holdings` says; a kind that has a copy is read whole."""
        if kind not in self._read:
            self._read[kind] = typed(KINDS[kind], load(self._store, [kind], None, self._standing)[kind])
        return self._read[kind]

    def around(
        self,
        windows: pl.DataFrame,
        rules: Sequence[Rule],
        definition: Definition,
        as_of: int,
        people: pl.Series | None = None,
    ) -> Around:
        """As `tracing.holdings` says; of kinds that have a copy, what is near the windows' sources, or near the people
        who are looked for.
        """
        search = Search(windows, rules, definition, as_of, self._small, people)
        near = spans_near(self._copy, search)
        pairs = None
        if FIXES in self._copied:
            near[FIXES], pairs = self._fixes(search)
        counting = {kind: typed(KINDS[kind], self._standing.told(KINDS[kind], found)) for kind, found in near.items()}
        told = ChainMap(counting, self._small)
        return Around(told if people is None else of_people(told, windows["source_id"], people), pairs)

    def of(self, people: Collection[str]) -> dict[str, pl.DataFrame]:
        """All records of the small kinds; of the bulk, those of some people (pseudonyms)."""
        small = [kind for kind in KINDS if kind not in self._copied]
        named = pl.Series(sorted(people), dtype=pl.String)
        number = {"person": self._copy.numbers(named)["number"], "plate": self._plates(named)}
        copied = {kind: self._standing.told(KINDS[kind], self._theirs(kind, number)) for kind in self._copied}
        return complete(load(self._store, small, people, self._standing) | copied)

    def marked(self, windows: pl.DataFrame) -> pl.DataFrame:
        """How many fixes of cases filters keep out of evidence (`tracing.marks.marked_within`)."""
        return marked_within(self._store, windows, self._standing)

    def _fixes(self, search: Search) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        rules = [rule for rule in search.rules if rule.evidence in _ON_THE_MOVE]
        if not rules:
            return self._small[FIXES], None
        if not foreseen(rules):
            return self.all_of(FIXES), None
        if search.people is None:
            fixes, pairs = fixes_near(self._copy, search.windows, rules, search.as_of)
        else:
            sources = self._copy.numbers(search.windows["source_id"])["number"]
            fixes, pairs = fixes_near(self._copy, search.asked, rules, search.as_of, sources)
            pairs = pairs.rename({"source_id": "person_id", "person_id": "source_id"})
        pairs = self._copy.named(pairs, ["source_id", "person_id"])  # almost everybody's name, asked for at once
        return self._of_people(fixes), pairs

    def _of_people(self, fixes: pl.DataFrame) -> pl.DataFrame:
        return self._copy.named(fixes.drop("device").rename({"person": "person_id"}), ["person_id"])

    def _plates(self, people: pl.Series) -> pl.Series:
        """The numbers of the plates that people are linked to, if any passages are to be found by them."""
        if "passages" not in self._copied:
            return pl.Series(dtype=pl.UInt32)
        linked = self.all_of("vehicles").filter(pl.col("person_id").is_in(people.implode()))
        return self._copy.numbers(linked["plate"])["number"]

    def _theirs(self, kind: str, number: Mapping[str, pl.Series]) -> pl.DataFrame:
        """All records of a kind that name people or plates by these numbers."""
        if kind == FIXES:
            ever = number["person"].alias("person").to_frame()
            ever = ever.with_columns(from_ms=pl.lit(EVER), to_ms=pl.lit(WITHOUT_END))
            return self._of_people(self._copy.fixes(ever))
        filed = zip(SPANS[kind].by, SPANS[kind].holds, strict=True)
        asked = [(holds, of) for by, holds in filed for what, of in number.items() if by.startswith(what)]
        found = [self._copy.find(holds, *apart(*whole(of))) for holds, of in asked]
        return named(self._copy, SPANS[kind], stacked(found, SPANS[kind].dtype))


def _copy_of(standing: Standing) -> type[Copy]:
    if standing.joined:
        return AsOne
    return AsKnown if standing.gone else Copy


class OnDemand(Mapping[str, pl.DataFrame]):
    """Every kind of records, each asked for when it is looked at."""

    def __init__(self, ask: Callable[[str], pl.DataFrame]):
        self._ask = ask

    def __getitem__(self, kind: str) -> pl.DataFrame:
        if kind not in KINDS:
            raise KeyError(kind)
        return self._ask(kind)

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)

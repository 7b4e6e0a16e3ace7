"""The check-ins and passages that a search for stays can rest on, as the copy tells them.

A passage is an arrival as a check-in is, of its person and of everybody linked to its plate. The sources' own arrivals
lead to the places where they were, and when; those to whoever was there meanwhile. A stay without an end ends with the
person's next arrival, so that is read as well; of people's arrivals in the typical stay after such an arrival none is
missing. Kinds that the copy does not hold are known whole.

cost    what is read is what touches the sources' stays, rounded to pages, and what follows arrivals without an end
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing import stays
from tracing.clustered.copy import Copy, apart
from tracing.clustered.segments import stacked
from tracing.clustered.spans import EVER, SPANS, Spans, without_end
from tracing.clustered.spans_read import Search, numbered, once, touching
from tracing.evidence import clip, place_is_chosen
from tracing.times import MINUTE

_LASTING = {"checkins": 0, "passages": round(stays.PASSAGE_MINUTES * MINUTE)}
"""How long a stay of either kind may last (ms), even where less is typical."""
ARRIVALS = tuple(_LASTING)
_TIMES = ("from_ms", "to_ms")
_Rows = dict[str, np.ndarray]


def arrivals_near(copy: Copy, search: Search) -> _Rows:
    """The rows of both kinds, as far as the copy holds them."""
    kinds = [kind for kind in ARRIVALS if copy.has(kind)]
    if not kinds or not search.of("stay"):
        return {kind: np.empty(0, SPANS[kind].dtype) for kind in kinds}
    typical = _typical_stays(search)
    longest = pl.lit(max(typical["no_end_ms"].max(), *_LASTING.values()), pl.Int64)
    hulls = search.hulls().with_columns(to_ms=pl.col("to_ms") + longest, no_end_ms=longest, at_least_ms=longest)
    people = _People(copy, search)
    sources = people.named(hulls.rename({"source_id": "name"}))
    own = {kind: once(people.arrivals(kind, sources, Spans.touching)) for kind in kinds}
    told = {kind: copy.named(SPANS[kind].from_rows(rows), SPANS[kind].words) for kind, rows in own.items()}
    visits = _visits(search, told, typical)
    visited = _of_places(copy, visits, _places(own, told))
    there = {kind: touching(copy, kind, "place_id", _looking_back(kind, visited)) for kind in kinds}
    unended = {kind: _unended(kind, rows, visited) for kind, rows in there.items()}
    others = people.of(unended, _known_unended(search, visits))
    after = {kind: people.arrivals(kind, others, Spans.beginning) for kind in kinds}
    return {kind: stacked([own[kind], there[kind], after[kind]], SPANS[kind].dtype) for kind in kinds}


@dataclass(frozen=True)
class _Asked:
    """Whose arrivals are wanted and when: `number`, from_ms, to_ms, ... of the people, and of their plates."""

    people: pl.DataFrame
    plates: pl.DataFrame


class _People:
    """Whose arrivals are read: their own, and the passages of plates that they are linked to, whenever.

    The copy has no number for who comes by plates alone, so with passages in it people are told by their names.
    """

    def __init__(self, copy: Copy, search: Search):
        vehicles = search.known["vehicles"]
        self._copy, self._vehicles = copy, vehicles if copy.has("passages") else vehicles.clear()

    def arrivals(self, kind: str, asked: _Asked, stretches: Callable) -> np.ndarray:
        """Their rows of a kind, in the `stretches` of keys that are asked for."""
        spans = SPANS[kind]
        by = {"person_id": asked.people} | ({"plate": asked.plates} if "plate" in spans.by else {})
        found = [self._copy.find(f"{kind} by {name}", *apart(*stretches(spans, of, name))) for name, of in by.items()]
        return stacked(found, spans.dtype)

    def named(self, asked: pl.DataFrame) -> _Asked:
        """What is asked of people by `name`."""
        linked = asked.join(self._vehicles.select("plate", name="person_id"), on="name").drop("name").unique()
        people, plates = (numbered(self._copy, told, by) for told, by in ((asked, "name"), (linked, "plate")))
        return _Asked(people, plates)

    def of(self, unended: dict[str, pl.DataFrame], known: pl.DataFrame) -> _Asked:
        """What is asked of people, and of everybody linked to plates, by number (`_unended`); and of some by `name`."""
        own = pl.concat(rows.filter(pl.col("person_id") != 0).select("person_id", *_TIMES) for rows in unended.values())
        if "passages" in unended:
            return self.named(pl.concat([self._names(own, unended["passages"]), known]).unique())
        numbers = own.rename({"person_id": "number"})
        if not known.is_empty():
            numbers = numbers.vstack(numbered(self._copy, known, "name").select(numbers.columns))
        return _Asked(self._copy.under_all_numbers(numbers, "number"), numbers.clear())

    def _names(self, own: pl.DataFrame, passed: pl.DataFrame) -> pl.DataFrame:
        """By `name`, what is asked of people, and of everybody linked to the plates of passages, by number."""
        plates = self._copy.named(passed.filter(pl.col("plate") != 0).select("plate", *_TIMES), ["plate"])
        linked = plates.join(self._vehicles.select("person_id", "plate"), on="plate").select(own.columns)
        return pl.concat([self._copy.named(own, ["person_id"]), linked]).rename({"person_id": "name"})


def _places(own: _Rows, told: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The numbers of the places of some arrivals: name, number."""
    parts = [pl.DataFrame({"name": told[kind]["place_id"], "number": rows["place_id"]}) for kind, rows in own.items()]
    return pl.concat(parts).unique()


def _of_places(copy: Copy, visits: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Visits with their places' numbers, of which some are known (name, number)."""
    told = visits.rename({"place_id": "name"})
    others = told.join(known, on="name", how="anti")
    if not others.is_empty():
        known = known.vstack(copy.numbers(others["name"]))
    return told.join(known, on="name").drop("name")


def _typical_stays(search: Search) -> pl.DataFrame:
    """How long a stay without a check-out lasts at most: place_id, no_end_ms; places not known under null."""
    usual = search.definition.typical_stay_minutes
    usual = stays.TYPICAL_STAY_MINUTES if usual is None else usual
    known = search.known["places"].select("place_id", minutes="typical_stay_minutes")
    every = pl.concat([known, pl.DataFrame({"place_id": None, "minutes": usual}, schema=known.schema)])
    no_end = (pl.col("minutes").fill_null(usual) * MINUTE).clip(0, EVER).ceil().cast(pl.Int64)
    return every.select("place_id", no_end_ms=no_end)


def _visits(search: Search, own: dict[str, pl.DataFrame], typical: pl.DataFrame) -> pl.DataFrame:
    """When those from whom the reading starts, or the air that sources left, were at places that a rule chooses:
    place_id, from_ms, to_ms, no_end_ms.

    typical     how long a stay without a check-out lasts at most, by place
    """
    chosen = pl.any_horizontal([place_is_chosen(rule).fill_null(False) for rule in search.of("stay")])
    at_places = search.observations(**own).stays.filter(chosen)
    visits = clip(at_places.rename({"person_id": "source_id"}), search.asked)
    before, after = (0, search.linger) if search.people is None else (search.linger, 0)
    visits = visits.select("place_id", from_ms=pl.col("started_at") - before, to_ms=pl.col("finished_at") + after)
    usual = typical.filter(pl.col("place_id").is_null())["no_end_ms"].item()
    return visits.join(typical, on="place_id", how="left").with_columns(pl.col("no_end_ms").fill_null(usual))


def _looking_back(kind: str, visited: pl.DataFrame) -> pl.DataFrame:
    """Visits as `touching` asks for who was there meanwhile. A passage is the end of a stay that led to it as well."""
    return visited.with_columns(pl.col("to_ms") + _LASTING[kind], at_least_ms=pl.lit(_LASTING[kind], pl.Int64))


def _unended(kind: str, rows: np.ndarray, visited: pl.DataFrame) -> pl.DataFrame:
    """Whose stays without an end began with some of these rows (columns of `by`, numbers), and within which time they
    end: from_ms, to_ms.
    """
    spans, rows = SPANS[kind], rows[without_end(rows)]
    begun = pl.DataFrame({name: rows[name] for name in (*spans.by, spans.begin)})
    begun = begun.join(visited.select("no_end_ms", place_id="number").unique(), on="place_id")
    lasting = pl.max_horizontal("no_end_ms", pl.lit(_LASTING[kind]))
    return begun.with_columns(from_ms=spans.begin, to_ms=pl.col(spans.begin) + lasting)


def _known_unended(search: Search, visits: pl.DataFrame) -> pl.DataFrame:
    """Stays without an end at the visited places that began with arrivals of a kind that is known whole: name (of the
    person), from_ms, to_ms.
    """
    if all(search.known[kind].is_empty() for kind in ARRIVALS):
        return pl.DataFrame(schema={"name": pl.String} | dict.fromkeys(_TIMES, pl.Int64))
    there = search.observations().stays.filter("inferred").join(visits, on="place_id", how="semi")
    return there.select(name="person_id", from_ms="started_at", to_ms="finished_at")

"""The check-ins, tickets and badge records that a search can rest on, as the copy tells them.

The sources' own lead to the places and services where they were, and when; those to whoever was there meanwhile. A
check-in without a check-out ends with the person's next arrival, so that is read as well; of people's arrivals in the
typical stay after such a check-in none is missing.

cost    what is read is what touches the sources' stays and rides, rounded to pages, and what follows check-ins without
        a check-out
"""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from tracing import seats, stays
from tracing.clustered.copy import Copy, apart
from tracing.clustered.spans import EVER, SPANS, Spans, beginning, touching, without_end
from tracing.definitions import Definition, Rule
from tracing.evidence import Observations, clip, place_is_chosen
from tracing.times import MINUTE
from tracing.windows import facing

EVIDENCE_OF = {"checkins": "stay", "tickets": "seat", "proximity": "proximity"}


@dataclass(frozen=True)
class Search:
    """What a search asks: windows, rules, the definition they are of, the moment (ms), and all records of the kinds
    that have no copy.

    people      who alone is looked for; None: everybody. What is read is then what touches their stays and rides
    """

    windows: pl.DataFrame
    rules: Sequence[Rule]
    definition: Definition
    as_of: int
    known: Mapping[str, pl.DataFrame]
    people: pl.Series | None = None

    def of(self, evidence: str) -> list[Rule]:
        """The rules of one kind of evidence."""
        return [rule for rule in self.rules if rule.evidence == evidence]

    def observations(self, **records: pl.DataFrame) -> Observations:
        """What is known, with records of other kinds."""
        return Observations(ChainMap(records, self.known), self.definition, self.as_of)

    @property
    def linger(self) -> int:
        """How long a room's air can outlast a source (ms)."""
        return max((round(rule.parameters["linger_minutes"] * MINUTE) for rule in self.of("stay")), default=0)

    @cached_property
    def asked(self) -> pl.DataFrame:
        """The windows of those from whom the reading starts: the sources, or who is looked for."""
        if self.people is None:
            return self.windows
        return facing(self.windows, self.people).with_columns(pl.col("finished_at") + self.linger)

    def hulls(self) -> pl.DataFrame:
        """From when to when the windows of each last: source_id, from_ms, to_ms."""
        by_source = self.asked.group_by("source_id")
        return by_source.agg(from_ms=pl.col("started_at").min(), to_ms=pl.col("finished_at").max())


def spans_near(kind: str, copy: Copy, search: Search) -> pl.DataFrame:
    """The records of a kind that a search can rest on: its stored columns, whole numbers as text, and `record`."""
    if not search.of(EVIDENCE_OF[kind]):
        rows = np.empty(0, SPANS[kind].dtype)
    else:
        rows = {"checkins": _checkins, "tickets": _tickets, "proximity": _proximity}[kind](copy, search)
    return named(copy, SPANS[kind], rows)


def named(copy: Copy, spans: Spans, rows: np.ndarray) -> pl.DataFrame:
    """The records of rows, each once, with names for numbers."""
    return copy.named(spans.from_rows(_once(rows)), spans.words)


def _once(rows: np.ndarray) -> np.ndarray:
    return rows.take(pl.Series(np.ascontiguousarray(rows["record"])).arg_unique().sort().to_numpy())


def _proximity(copy: Copy, search: Search) -> np.ndarray:
    hulls = _numbered(copy, search.hulls(), "source_id")
    return np.concatenate([_touching(copy, "proximity", by, hulls) for by in SPANS["proximity"].by])


def _tickets(copy: Copy, search: Search) -> np.ndarray:
    mine = _touching(copy, "tickets", "person_id", _numbered(copy, search.hulls(), "source_id"))
    rides = seats.rides(named(copy, SPANS["tickets"], mine), modes=None)
    ridden = clip(rides.rename({"person_id": "source_id"}), search.asked)
    ridden = ridden.select("service", from_ms="started_at", to_ms="finished_at")
    return np.concatenate([mine, _touching(copy, "tickets", "service", _numbered(copy, ridden, "service"))])


def _checkins(copy: Copy, search: Search) -> np.ndarray:
    typical, spans = _typical_stays(search), SPANS["checkins"]
    longest = pl.lit(max(typical["no_end_ms"].max(), round(stays.PASSAGE_MINUTES * MINUTE)), pl.Int64)
    mine = search.hulls().with_columns(to_ms=pl.col("to_ms") + longest, no_end_ms=longest, at_least_ms=longest)
    mine = _once(_touching(copy, "checkins", "person_id", _numbered(copy, mine, "source_id")))
    own = copy.named(spans.from_rows(mine), spans.words)
    visits = _visits(search, own, typical)
    visited = _of_places(copy, visits, pl.DataFrame({"name": own["place_id"], "number": mine["place_id"]}).unique())
    theirs = _touching(copy, "checkins", "place_id", visited)
    unended = _unended(theirs, visited)
    if not search.known["passages"].is_empty():
        passing = _numbered(copy, _passing(search, visits), "person_id")
        unended = unended.vstack(passing.select("number", "from_ms", "to_ms"))
    unended = copy.under_all_numbers(unended, "number")
    after = copy.find("checkins by person_id", *apart(*beginning(unended, "person_id")))
    return np.concatenate([mine, theirs, after])


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


def _visits(search: Search, own: pl.DataFrame, typical: pl.DataFrame) -> pl.DataFrame:
    """When those from whom the reading starts, or the air that sources left, were at places that a rule chooses:
    place_id, from_ms, to_ms, no_end_ms.

    typical     how long a stay without a check-out lasts at most, by place
    """
    chosen = pl.any_horizontal([place_is_chosen(rule).fill_null(False) for rule in search.of("stay")])
    at_places = search.observations(checkins=own).stays.filter(chosen)
    visits = clip(at_places.rename({"person_id": "source_id"}), search.asked)
    before, after = (0, search.linger) if search.people is None else (search.linger, 0)
    visits = visits.select("place_id", from_ms=pl.col("started_at") - before, to_ms=pl.col("finished_at") + after)
    usual = typical.filter(pl.col("place_id").is_null())["no_end_ms"].item()
    return visits.join(typical, on="place_id", how="left").with_columns(pl.col("no_end_ms").fill_null(usual))


def _passing(search: Search, visits: pl.DataFrame) -> pl.DataFrame:
    """Stays without a check-out that began with a passage, at the visited places: person_id, from_ms, to_ms."""
    there = search.observations().stays.filter("inferred")
    there = there.join(visits, on="place_id", how="semi")
    return there.select("person_id", from_ms="started_at", to_ms="finished_at")


def _unended(rows: np.ndarray, visited: pl.DataFrame) -> pl.DataFrame:
    """Within which time a check-in without a check-out ends, by person: number, from_ms, to_ms."""
    rows = rows[without_end(rows)]
    begun = pl.DataFrame({name: rows[name] for name in ("person_id", "place_id", "checked_in_at")})
    begun = begun.join(visited.select("no_end_ms", place_id="number").unique(), on="place_id")
    to_ms = pl.col("checked_in_at") + pl.col("no_end_ms")
    return begun.select(number="person_id", from_ms="checked_in_at", to_ms=to_ms)


def _numbered(copy: Copy, asked: pl.DataFrame, column: str) -> pl.DataFrame:
    """What is asked of things that have a number, with `number` for the name."""
    return asked.rename({column: "name"}).join(copy.numbers(asked[column]), on="name").drop("name")


def _touching(copy: Copy, kind: str, by: str, asked: pl.DataFrame) -> np.ndarray:
    """The rows whose spans may touch some times: number, from_ms, to_ms, and what `touching` takes beside."""
    none = [pl.lit(0, pl.Int64).alias(name) for name in ("no_end_ms", "at_least_ms") if name not in asked.columns]
    return copy.find(f"{kind} by {by}", *apart(*touching(asked.with_columns(none), by)))

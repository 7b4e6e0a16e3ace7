"""Why two people were never together under a rule, within a window: what each kind of evidence shows of them.

The first of these that holds is the reason:

condition       together in the window but for what the rule asks besides: the distance; the kind or the walls of the
                place; the coach or the row; that neither is isolated; time spent in the cell
other times     at one place, on one service, with one plate or in one cell, but not at once
no evidence     the records of the rule's kind do not show one of the two in the window at all
not at once     tracks of both, no instant at which both positions are known
far             tracks of both, farther apart than is worth a number (`FAR_M`)
nothing shared  they show each of the two in the window, and nothing that both have

Source: specification, "Evidence".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from tracing import bonds, seats
from tracing.cells import cell_stays
from tracing.definitions import Rule
from tracing.evidence import MEETINGS, Observations, clip, meetings, place_is_chosen
from tracing.exposures import episodes, merge
from tracing.overlaps import overlaps
from tracing.presence import presence
from tracing.times import MINUTE

KEPT_APART, NO_EVIDENCE = "apart", "no evidence"
FAR_M = 10_000.0
"""How far apart two people are looked for at all (metres): beyond, the local plane says little."""

_BOUND = ("household", "vehicle")
_LIFTED: dict[str, dict] = {
    "track": {"within_m": FAR_M},
    "stay": {"kinds": None, "enclosed": None},
    "proximity": {"within_m": None},
    "seat": {"unit": "vehicle"},
    "cell": {"dwell_more_than_hours": None},
}
"""What of a rule is its condition, per kind of evidence, and what lifts it."""


@dataclass(frozen=True)
class Reason:
    """Why two people were not together; instants and lengths in ms, distances in metres.

    because     the reason; none without evidence
    near        for a distance the part of it that was reached, from 0 to 1
    measured_ms how long the two were together but for the condition, with the `episodes`
    closest     for a distance: the least, and the two instants between which it was
    gap_ms      the least time that lay between the two; `first`: which of them came first, `place_id` where
    seat        what is known of the seats: another coach, coach unknown, row unknown, rows apart (with `rows`)
    lacking     which of the two (`case`, `person`) no record shows; `unusable`: those of them who have some that
                cannot be used
    isolated    which of the two were isolated in the window
    """

    nearness: str = KEPT_APART
    because: str | None = None
    near: float = 0.0
    measured_ms: int | None = None
    episodes: pl.DataFrame | None = None
    closest: tuple[float, int, int] | None = None
    gap_ms: int | None = None
    first: str | None = None
    place_id: str | None = None
    seat: str | None = None
    rows: int | None = None
    lacking: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    isolated: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Two:
    """A rule, two people, and the window of the first."""

    rule: Rule
    observations: Observations
    windows: pl.DataFrame
    source_id: str
    person_id: str

    @property
    def roles(self) -> dict[str, str]:
        return {"case": self.source_id, "person": self.person_id}

    @property
    def at_large(self) -> Observations:
        """The observations as they were if nobody had been isolated, where isolation parts people under the rule."""
        if self.rule.evidence not in _BOUND:
            return self.observations
        records = self.observations.records
        nobody = {**records, "isolations": records["isolations"].clear()}
        return Observations(nobody, self.observations.definition, self.observations.as_of)

    def of_source(self, spans: pl.DataFrame) -> pl.DataFrame:
        """What lies of the source's spans in the window."""
        return clip(spans.rename({"person_id": "source_id"}).filter(source_id=self.source_id), self.windows)

    def recorded(self, role: str, spans: pl.DataFrame) -> bool:
        """Whether one of the two has a span in the window, the air that lingers after it included."""
        own = spans.filter(person_id=self.roles[role]).select("started_at", "finished_at")
        linger = round(self.rule.parameters.get("linger_minutes", 0.0) * MINUTE) if role == "person" else 0
        hulls = self.windows.select(w0="started_at", w1=pl.col("finished_at") + linger)
        shared = (pl.col("started_at") < pl.col("w1")) & (pl.col("w0") < pl.col("finished_at"))
        return not own.join_where(hulls, shared).is_empty()


def why_apart(rule: Rule, observations: Observations, windows: pl.DataFrame, source_id: str, person_id: str) -> Reason:
    """Why a person was never together with a source under a rule within the source's window."""
    two = _Two(rule, observations, windows, source_id, person_id)
    return _but_for_a_condition(two) or _at_other_times(two) or _without_evidence(two) or _nothing_shared(two)


def isolated(
    rule: Rule, observations: Observations, windows: pl.DataFrame, source_id: str, person_id: str
) -> list[str]:
    """Which of two people whom a household or a vehicle binds were isolated within the source's window."""
    if rule.evidence not in _BOUND:
        return []
    two = _Two(rule, observations, windows, source_id, person_id)
    apart = observations.records["isolations"].select(
        "person_id",
        pl.col("from_at").dt.epoch("ms").alias("started_at"),
        pl.col("until_at").dt.epoch("ms").fill_null(observations.as_of).alias("finished_at"),
    )
    return [role for role in two.roles if two.recorded(role, apart)]


def _but_for_a_condition(two: _Two) -> Reason | None:
    lifted = replace(two.rule, parameters={**two.rule.parameters, **_LIFTED.get(two.rule.evidence, {})})
    met = meetings(two.windows, two.at_large, lifted).cast(MEETINGS).filter(person_id=two.person_id)
    return None if met.is_empty() else _CONDITION[two.rule.evidence](two, met)


def _by_distance(two: _Two, met: pl.DataFrame) -> Reason:
    """Records of badges and tracks: how near the two came, and when."""
    nearest = met.drop_nulls("closest_m").sort("closest_m", "started_at", "finished_at").row(0, named=True)
    closest = nearest["closest_m"], nearest["started_at"], nearest["finished_at"]
    part = min(1.0, two.rule.parameters["within_m"] / closest[0]) if closest[0] else 1.0
    found = episodes(met.filter(started_at=closest[1], finished_at=closest[2], closest_m=closest[0]))
    return Reason(because="condition", near=part, closest=closest, episodes=found)


def _by_something_else(two: _Two, met: pl.DataFrame, **facts: object) -> Reason:
    found = episodes(met)
    altogether = found.select((pl.col("finished_at") - pl.col("started_at")).sum()).item()
    return Reason(because="condition", measured_ms=altogether, episodes=found, **facts)


def _by_seat(two: _Two, met: pl.DataFrame) -> Reason:
    rides = seats.rides(two.observations.until_now("tickets", "departs_at"), two.rule.parameters["modes"])
    rides = rides.filter(pl.col("person_id").is_in([two.source_id, two.person_id]))
    shared = overlaps(two.of_source(rides), rides, on=["service"]).filter(person_id=two.person_id)
    in_one_coach = shared.filter(seats.near_enough("coach", 0))
    if not in_one_coach.is_empty():
        rows = in_one_coach.select((pl.col("row") - pl.col("row_2")).abs().min()).item()
        return _by_something_else(two, met, seat="row unknown" if rows is None else "rows apart", rows=rows)
    untold = shared.filter(pl.col("coach").is_null() | pl.col("coach_2").is_null())
    return _by_something_else(two, met, seat="another coach" if untold.is_empty() else "coach unknown")


def _by_isolation(two: _Two, met: pl.DataFrame) -> Reason:
    who = isolated(two.rule, two.observations, two.windows, two.source_id, two.person_id)
    return _by_something_else(two, met, isolated=who)


_CONDITION: dict[str, Callable[[_Two, pl.DataFrame], Reason]] = {
    "track": _by_distance,
    "stay": _by_something_else,
    "proximity": _by_distance,
    "seat": _by_seat,
    "household": _by_isolation,
    "vehicle": _by_isolation,
    "cell": _by_something_else,
}


def _at_other_times(two: _Two) -> Reason | None:
    """The least time between the two at one place, on one service, with one plate or in one cell."""
    if two.rule.evidence not in _SHARED:
        return None
    spans, key = _SHARED[two.rule.evidence](two)
    own, theirs = two.of_source(_runs(spans, key)), _runs(spans.filter(person_id=two.person_id), key)
    later, earlier = pl.col("started_at_2") - pl.col("finished_at"), pl.col("started_at") - pl.col("finished_at_2")
    both = own.join(theirs, on=key, suffix="_2").with_columns(gap=pl.max_horizontal(later, earlier), later=later)
    if both.is_empty():
        return None
    nearest = both.sort("gap", "started_at", "started_at_2", *key).row(0, named=True)
    first = "case" if nearest["later"] == nearest["gap"] else "person"
    return Reason(because="other times", gap_ms=nearest["gap"], first=first, place_id=nearest.get("place_id"))


def _runs(spans: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each person's spans under one key, merged where they overlap or touch."""
    of = ["person_id", *key]
    runs = merge(spans.select(*of, "started_at", "finished_at"), of).group_by(*of, "episode")
    return runs.agg(pl.col("started_at").min(), pl.col("finished_at").max()).drop("episode")


def _stays(two: _Two) -> tuple[pl.DataFrame, list[str]]:
    return two.observations.stays.filter(place_is_chosen(two.rule)), ["place_id"]


def _rides(two: _Two) -> tuple[pl.DataFrame, list[str]]:
    tickets = two.observations.until_now("tickets", "departs_at")
    return seats.rides(tickets, two.rule.parameters["modes"]), ["service"]


def _links(two: _Two) -> tuple[pl.DataFrame, list[str]]:
    return bonds.vehicle_bonds(two.observations.records["vehicles"]), ["bond"]


def _cells(two: _Two) -> tuple[pl.DataFrame, list[str]]:
    parameters = two.rule.parameters
    moves = two.observations.moves(parameters["max_gap_minutes"], parameters["max_accuracy_m"])
    return cell_stays(moves, parameters["cell_m"]), ["row", "column"]


_SHARED: Mapping[str, Callable[[_Two], tuple[pl.DataFrame, list[str]]]] = {
    "stay": _stays,
    "seat": _rides,
    "vehicle": _links,
    "cell": _cells,
}


def _without_evidence(two: _Two) -> Reason | None:
    shown = presence(two.rule, two.observations)
    lacking = [role for role in two.roles if not two.recorded(role, shown)]
    if not lacking:
        return None
    unusable = [role for role in lacking if two.recorded(role, _recorded_at_all(two))]
    return Reason(nearness=NO_EVIDENCE, lacking=lacking, unusable=unusable)


def _recorded_at_all(two: _Two) -> pl.DataFrame:
    """Fixes that make no track, stays at places and rides of modes that the rule does not choose, bonds isolated."""
    if two.rule.evidence in ("track", "cell"):
        at = pl.col("observed_at").dt.epoch("ms")
        fixes = two.observations.until_now("fixes", "observed_at")
        return fixes.select("person_id", started_at=at, finished_at=at + 1)
    any_choice = {name: None for name in ("kinds", "enclosed", "modes") if name in two.rule.parameters}
    return presence(replace(two.rule, parameters={**two.rule.parameters, **any_choice}), two.at_large)


def _nothing_shared(two: _Two) -> Reason:
    """Each of the two is recorded; tracks may be known at once, farther apart than `FAR_M`."""
    if two.rule.evidence != "track":
        return Reason(because="nothing shared")
    known = presence(two.rule, two.observations).with_columns(anywhere=pl.lit(0), records=pl.lit([0]))
    at_once = overlaps(two.of_source(known), known.filter(person_id=two.person_id), on=["anywhere"])
    return Reason(because="not at once" if at_once.is_empty() else "far")

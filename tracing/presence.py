"""Presence: when the evidence of a rule shows a person at all, with others or alone.

It says among how many people a search could have found anybody. Source: specification, "Evidence".

presence    person_id, started_at, finished_at (ms)
"""

from collections.abc import Iterable

import polars as pl

from tracing import badges, bonds, seats
from tracing.definitions import Rule
from tracing.evidence import Observations, place_is_chosen

_CHOOSING = ("max_gap_minutes", "max_accuracy_m", "kinds", "enclosed", "modes")
_SPAN = ("person_id", "started_at", "finished_at")


def present(windows: pl.DataFrame, observations: Observations, rules: Iterable[Rule]) -> pl.DataFrame:
    """Whom the evidence of the rules shows within each window: `window`, `person_id`, each pair once.

    windows     one stretch each: window, started_at, finished_at
    """
    read = {_reading(rule): rule for rule in rules}
    spans = pl.concat([presence(rule, observations) for rule in read.values()])
    spans = spans.filter(pl.col("started_at") < pl.col("finished_at"))
    seen = [pl.DataFrame(schema={"window": pl.Int64, "person_id": pl.String})]
    for window, begin, end in windows.select("window", "started_at", "finished_at").iter_rows():
        inside = spans.filter(pl.col("started_at") < end, pl.col("finished_at") > begin)
        seen.append(inside.select(pl.lit(window, pl.Int64).alias("window"), "person_id").unique())
    return pl.concat(seen)


def presence(rule: Rule, observations: Observations) -> pl.DataFrame:
    """When a rule's evidence shows anybody: at the places and by the modes it chooses, at whatever distance."""
    return _PRESENCE[rule.evidence](rule, observations).select(_SPAN)


def _reading(rule: Rule) -> tuple:
    """What of a rule its presence depends on: rules alike in it are read once."""
    evidence = "track" if rule.evidence == "cell" else rule.evidence
    return evidence, *(rule.parameters.get(name) for name in _CHOOSING)


def _on_the_move(rule: Rule, observations: Observations) -> pl.DataFrame:
    return observations.moves(rule.parameters["max_gap_minutes"], rule.parameters["max_accuracy_m"])


def _at_places(rule: Rule, observations: Observations) -> pl.DataFrame:
    return observations.stays.filter(place_is_chosen(rule))


def _with_badges(rule: Rule, observations: Observations) -> pl.DataFrame:
    return badges.nearness(observations.until_now("proximity", "observed_at"), within_m=None)


def _on_rides(rule: Rule, observations: Observations) -> pl.DataFrame:
    return seats.rides(observations.until_now("tickets", "departs_at"), rule.parameters["modes"])


def _in_households(rule: Rule, observations: Observations) -> pl.DataFrame:
    return _at_large(bonds.household_bonds(observations.records["households"]), observations)


def _in_vehicles(rule: Rule, observations: Observations) -> pl.DataFrame:
    return _at_large(bonds.vehicle_bonds(observations.records["vehicles"]), observations)


def _at_large(held: pl.DataFrame, observations: Observations) -> pl.DataFrame:
    return bonds.at_large(held, observations.records["isolations"])


_PRESENCE = {
    "track": _on_the_move,
    "cell": _on_the_move,
    "stay": _at_places,
    "proximity": _with_badges,
    "seat": _on_rides,
    "household": _in_households,
    "vehicle": _in_vehicles,
}

"""The thresholds a sweep tries: which rules change, and to which distances and times.

A setting is one distance with one time, put into all chosen rules at once; everything else of the definition stays.
Where distances or times are not swept, or the chosen rules' own differ, the axis is `(None,)`: each rule keeps its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tracing.definitions import Definition, Rule
from tracing.errors import UsageError

Axis = tuple[float | None, ...]


@dataclass(frozen=True)
class Grid:
    """All settings of a sweep: every distance (metres) with every time, on the rules of these ids."""

    rules: tuple[str, ...]
    withins: Axis
    minutes: Axis

    @property
    def settings(self) -> list[tuple[float | None, float | None]]:
        """Distance and time of every setting, time by time within a distance."""
        return [(within_m, minutes) for within_m in self.withins for minutes in self.minutes]


def grid(
    definition: Definition,
    rules: Sequence[str] = (),
    withins: Sequence[float] | None = None,
    minutes: Sequence[float] | None = None,
) -> Grid:
    """The settings to try on a definition.

    rules       ids; none: the track rules of tier close, else all track rules, else the proximity rules with a distance
    withins, minutes    None: not swept
    Errors: UsageError where a rule is not known or has no distance to change, or none could be meant.
    """
    chosen = [_named(definition, name) for name in dict.fromkeys(rules)] or _usual(definition)
    for rule in chosen if withins is not None else []:
        if rule.parameters.get("within_m") is None:
            raise UsageError(f"rule {rule.id}: no within_m to change; {_with_distance(definition)}")
    return Grid(
        tuple(rule.id for rule in chosen),
        tuple(withins) if withins is not None else _shared([rule.parameters.get("within_m") for rule in chosen]),
        tuple(minutes) if minutes is not None else _shared([rule.threshold_minutes for rule in chosen]),
    )


def _named(definition: Definition, rule_id: str) -> Rule:
    try:
        return definition.rule(rule_id)
    except KeyError:
        raise UsageError(f"--rule: not a rule of {definition.id}; there are {_ids(definition.rules)}") from None


def _usual(definition: Definition) -> list[Rule]:
    tracks = [rule for rule in definition.rules if rule.evidence == "track"]
    near = [rule for rule in definition.rules if rule.evidence == "proximity" and rule.parameters["within_m"]]
    chosen = [rule for rule in tracks if rule.tier == "close"] or tracks or near
    if not chosen:
        raise UsageError(f"{definition.id}: name the rules to change with --rule; there are {_ids(definition.rules)}")
    return chosen


def _with_distance(definition: Definition) -> str:
    able = [rule for rule in definition.rules if rule.parameters.get("within_m") is not None]
    return f"those that have one: {_ids(able)}" if able else f"no rule of {definition.id} has one"


def _ids(rules: Iterable[Rule]) -> str:
    return ", ".join(rule.id for rule in rules)


def _shared(values: list[float | None]) -> Axis:
    return (values[0],) if len(set(values)) == 1 else (None,)


def changed(rule: Rule, within_m: float | None, minutes: float | None) -> Rule:
    """The rule with another distance and another time; None keeps its own. A rule without a time gets "at least"."""
    parameters = rule.parameters
    if within_m is not None:
        parameters = MappingProxyType({**parameters, "within_m": within_m})
    threshold = rule.threshold_minutes if minutes is None else minutes
    return replace(rule, parameters=parameters, threshold_minutes=threshold)

"""Whether a rule may refuse what another took: the parameters of evidence, each with the direction that asks for more.

Whether the time that was measured still reaches a threshold, `tracing.handover.causes` says. Source: specification,
sections 4 and 5.
"""

from collections.abc import Callable
from math import inf

from tracing.definitions import TIERS, Rule
from tracing.definitions.nouns import DWELLERS, UNITS, ParameterValue

Compare = Callable[[ParameterValue, ParameterValue], bool]


def _less(now: ParameterValue, before: ParameterValue) -> bool:
    """Of what bounds a distance, a gap or a time from above; left out, it bounds nothing."""
    return (inf if now is None else now) < (inf if before is None else before)


def _more(now: ParameterValue, before: ParameterValue) -> bool:
    """Of what asks for a time; left out, it asks for none."""
    return (-inf if now is None else now) > (-inf if before is None else before)


def _fewer(now: ParameterValue, before: ParameterValue) -> bool:
    """Of what may be chosen from; left out, all may."""
    return now is not None and (before is None or not set(before) <= set(now))


def _chosen(now: ParameterValue, before: ParameterValue) -> bool:
    return now is not None and now != before


def _closer(now: ParameterValue, before: ParameterValue) -> bool:
    return UNITS.index(now) > UNITS.index(before)


def _others(now: ParameterValue, before: ParameterValue) -> bool:
    """Either of two is the least to ask; each of them asks more than the contact alone."""
    either, both, _ = DWELLERS
    return now not in (before, either) and before != both


def _differs(now: ParameterValue, before: ParameterValue) -> bool:
    return now != before


STRICTER: dict[str, Compare] = {
    "within_m": _less,
    "max_gap_minutes": _less,
    "max_accuracy_m": _less,
    "kinds": _fewer,
    "enclosed": _chosen,
    "linger_minutes": _less,
    "unit": _closer,
    "rows": _less,
    "modes": _fewer,
    "cell_m": _differs,  # the cells of one side do not lie within those of another
    "dwell_more_than_hours": _more,
    "dwell_days": _less,
    "dwell_who": _others,
}
"""Parameter -> whether its value now is stricter than before, or cannot be compared."""


def asks_more(rule: Rule, before: Rule) -> bool:
    """Whether a rule may refuse meetings that it took before, by its evidence and the parameters of it."""
    if rule.evidence != before.evidence:
        return True
    meant = {name: value for name, value in rule.parameters.items() if _has_meaning(name, rule)}
    return any(STRICTER[name](value, before.parameters[name]) for name, value in meant.items())


def _has_meaning(name: str, rule: Rule) -> bool:
    if name == "rows":
        return rule.parameters["unit"] == "rows"
    return not name.startswith("dwell_") or rule.parameters["dwell_more_than_hours"] is not None


def asks_longer(rule: Rule, before: Rule) -> bool:
    """Whether a rule may refuse a time together that reached its threshold before."""
    length, was = ((one.threshold_minutes or 0, one.more_than) for one in (rule, before))
    if length > was:
        return True
    if rule.accumulate == before.accumulate:
        return rule.accumulate == "rolling" and rule.window_hours < before.window_hours
    # One stretch is never longer than the time of a day or of a window, and neither is longer than all of it.
    return before.accumulate != "episode" and rule.accumulate != "period"


def gives_less(rule: Rule, before: Rule) -> bool:
    """Whether a rule gives a worse tier than it did."""
    return TIERS.index(rule.tier) > TIERS.index(before.tier)

"""A contact definition in plain English: one line for each rule, each window and each length of follow-up.

Whatever a definition says that changes an answer is in its lines; parameters of positions are named only where they
differ from the usual ones. Source: specification, sections 3 to 6.
"""

from collections.abc import Callable, Mapping

from tracing.definitions import Backward, Definition, InfectiousPeriod, Rule, Secondary
from tracing.definitions.parameters import USUAL_ACCURACY_M, USUAL_GAP_MINUTES

_REFERENCE = "onset (else sampling, else confirmation)"


def in_words(definition: Definition) -> list[str]:
    """The lines that explain a definition, in the order of its file."""
    lines = [_period_line(definition.infectious_period)]
    lines += [f"{rule_in_words(rule)} [{rule.id}]" for rule in definition.rules]
    if definition.typical_stay_minutes is not None:
        usual = _count(definition.typical_stay_minutes, "minute")
        lines.append(f"check-ins without a check-out: {usual} where the place has no usual stay of its own")
    if definition.secondary:
        lines.append(_secondary_line(definition.secondary))
    if definition.follow_up:
        days = ", ".join(f"{tier} {_count(number, 'day')}" for tier, number in definition.follow_up.items())
        lines.append(f"follow-up after the last contact: {days}")
    if definition.backward:
        lines.append(_backward_line(definition.backward))
    return lines


def _period_line(period: InfectiousPeriod) -> str:
    if period.before_days is not None:
        start = f"from the local midnight {_count(period.before_days, 'day')} before {_REFERENCE}"
    else:
        start = f"from {_count(period.before_hours, 'hour')} before {_REFERENCE}"
    end = "until isolation"
    if period.after_days is not None:
        end += f", at most to the end of the local day {_count(period.after_days, 'day')} after"
    if period.after_hours is not None:
        end += f", at most {_count(period.after_hours, 'hour')} after"
    return f"infectious period: {start} {end}"


def rule_in_words(rule: Rule) -> str:
    """What a rule asks for, without its id."""
    where, records = _EVIDENCE[rule.evidence](rule.parameters)
    return f"{rule.tier}: {where}, {threshold_in_words(rule)}, from {records}"


def threshold_in_words(rule: Rule) -> str:
    """How long a rule asks two people to be together."""
    if rule.threshold_minutes is None:
        return "any time at all"
    minutes = _count(rule.threshold_minutes, "minute")
    time = f"more than {minutes}" if rule.more_than else f"{minutes} or more"
    within = {
        "episode": "at one stretch",
        "rolling": f"in any {_count(rule.window_hours, 'hour')}",
        "day": "in one local calendar day",
        "period": "over the whole period",
    }
    return f"{time} {within[rule.accumulate]}"


def _secondary_line(secondary: Secondary) -> str:
    if not secondary.rules:
        return "secondary: nobody, for no rule makes a close contact"
    rules = " or ".join(secondary.rules)
    after = f"{_count(secondary.latent_hours, 'hour')} after " if secondary.latent_hours else ""
    return f"secondary: who met a close contact under {rules}, from {after}its first exposure until its isolation"


def _backward_line(backward: Backward) -> str:
    days = _count(backward.lookback_days, "day")
    return f"backward: from the local midnight {days} before {_REFERENCE} to the start of the infectious period"


def _track(parameters: Mapping) -> tuple[str, str]:
    return f"within {_plain(parameters['within_m'])} m", "location trails" + _positions(parameters)


def _stay(parameters: Mapping) -> tuple[str, str]:
    walls = {None: "place", True: "enclosed place", False: "open-air place"}[parameters["enclosed"]]
    where = f"at one {walls}{_of(parameters['kinds'], ' of kind ')}"
    if parameters["linger_minutes"]:
        where += f" or there up to {_count(parameters['linger_minutes'], 'minute')} after the source left"
    return where, "check-ins and passages"


def _proximity(parameters: Mapping) -> tuple[str, str]:
    within = parameters["within_m"]
    where = "near each other" if within is None else f"within {_plain(within)} m or at a distance not recorded"
    return where, "proximity records"


def _seat(parameters: Mapping) -> tuple[str, str]:
    rows = parameters["rows"]
    near = "in the same row" if rows == 0 else f"at most {_count(rows, 'row')} apart"
    where = {"vehicle": "on one run", "coach": "in one coach", "rows": f"in one coach {near}"}[parameters["unit"]]
    return where + _of(parameters["modes"], " by "), "tickets"


def _household(_parameters: Mapping) -> tuple[str, str]:
    return "in one household and neither isolated", "household registers"


def _vehicle(_parameters: Mapping) -> tuple[str, str]:
    return "linked to one plate and neither isolated", "vehicle links"


def _cell(parameters: Mapping) -> tuple[str, str]:
    side = _plain(parameters["cell_m"])
    where = f"in one cell of {side} m by {side} m" + _dwell(parameters)
    return where, "location trails" + _positions(parameters)


def _dwell(parameters: Mapping) -> str:
    if parameters["dwell_more_than_hours"] is None:
        return ""
    who = {"either": "at least one of the two", "both": "each of the two", "person": "the contact"}
    hours, days = _count(parameters["dwell_more_than_hours"], "hour"), _count(parameters["dwell_days"], "day")
    spent = f"{who[parameters['dwell_who']]} spent more than {hours}"
    return f" where {spent} in the {days} before the moment of the analysis"


_EVIDENCE: dict[str, Callable[[Mapping], tuple[str, str]]] = {
    "track": _track,
    "stay": _stay,
    "proximity": _proximity,
    "seat": _seat,
    "household": _household,
    "vehicle": _vehicle,
    "cell": _cell,
}


def _positions(parameters: Mapping) -> str:
    unusual = []
    if parameters["max_gap_minutes"] != USUAL_GAP_MINUTES:
        unusual.append(f"joined over at most {_count(parameters['max_gap_minutes'], 'minute')}")
    if parameters["max_accuracy_m"] != USUAL_ACCURACY_M:
        unusual.append(f"accurate to {_plain(parameters['max_accuracy_m'])} m")
    return f" ({', '.join(unusual)})" if unusual else ""


def _of(names: tuple[str, ...] | None, word: str) -> str:
    return word + " or ".join(names) if names else ""


def _count(number: float, unit: str) -> str:
    return f"{_plain(number)} {unit}{'' if number == 1 else 's'}"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)

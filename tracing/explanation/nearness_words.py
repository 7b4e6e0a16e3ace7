"""How far a rule came, in words: what was measured, and what was lacking.

One phrase per way among the `others` of `tracing.explanation`. Source: specification, "Evidence" and "Rules".
"""

from collections.abc import Callable, Mapping

from tracing.explanation.apart import FAR_M, KEPT_APART, NO_EVIDENCE
from tracing.explanation.nearest import OUTSIDE, REACHED, TOO_SHORT
from tracing.times import MINUTE

_HOUR_MINUTES, _DAY_MINUTES = 60, 24 * 60
_WHO = {"case": "the case", "person": "this person"}
_RECORDS = {
    "track": "location trail",
    "stay": "check-in or passage",
    "proximity": "proximity record",
    "seat": "ticket",
    "household": "household",
    "vehicle": "vehicle link",
    "cell": "location trail",
}
_UNUSABLE = {
    "track": "positions too far apart in time, or not accurate enough",
    "cell": "positions too far apart in time, or not accurate enough",
    "stay": "at places not of the rule's kind, or not known to be",
    "seat": "tickets not of the rule's kind, or not known to be",
    "household": "isolated",
    "vehicle": "isolated",
}
_NOTHING_SHARED = {
    "stay": "no place in common",
    "proximity": "no record of the two together",
    "seat": "no service in common",
    "household": "no household in common",
    "vehicle": "no plate in common",
    "cell": "no cell in common",
}
_ELSEWHERE = {
    "seat": "on one service, on different runs",
    "vehicle": "linked to one plate, at different times",
    "cell": "in one cell, at different times",
}
_SIDES = {"before": "before {} begins", "after": "after {} ended", "between": "away from {}, in a gap of it"}
_BOUND = ("household", "vehicle")


def how_near(way: Mapping) -> str:
    """The phrase that says how far a way came and what it lacked."""
    return _WORDS[way["nearness"]](way)


def number(value: float) -> str:
    """A number as a definition writes it: no decimals where there are none."""
    return str(int(value)) if value == int(value) else repr(value)


def measured(way: Mapping) -> str:
    """A measured time in minutes, with as many decimals as tell it from the threshold."""
    asked = way["threshold"]
    alike = asked and way["minutes"] == asked["minutes"] and way["measured_ms"] != asked["minutes"] * MINUTE
    return f"{way['measured_ms'] / MINUTE:.5f}" if alike else f"{way['minutes']:.2f}"


def place_in_words(place: Mapping) -> str:
    """A place by its name and id."""
    return f"{place['name']} ({place['place_id']})" if place["name"] else place["place_id"]


def _reached(way: Mapping) -> str:
    return f"reached, {measured(way)} minutes"


def _of_threshold(way: Mapping) -> str:
    asked = way["threshold"]
    if asked is None or way["minutes"] > asked["minutes"]:
        return f"{measured(way)} minutes"
    within = {
        "episode": "at one stretch",
        "rolling": f"in any {number(asked['window_hours'] or 0)} hours",
        "day": "in one local calendar day",
        "period": "over the whole period",
    }
    least = "more than " if asked["more_than"] else ""
    return f"{measured(way)} of {least}{number(asked['minutes'])} minutes {within[asked['accumulate']]}"


def _outside(way: Mapping) -> str:
    window = "this contact's window" if way["by_way_of"] else "the window"
    said = "together" if way["evidence"] in _BOUND else f"together, {_of_threshold(way)}"
    if "gap_minutes" not in way:
        said += f", but {window} is empty"
    elif way["side"] == "within":
        said += f", but the stay lies outside {window}, only what lingers reaches into it"
    elif way["gap_minutes"]:
        said += f", but {_length(way['gap_minutes'])} {_SIDES[way['side']].format(window)}"
    else:
        said += f", but outside {window}, at its very edge"
    if "isolated" in way:
        said += f"; in the window {_both(way['isolated'])} isolated"
    return said


def _apart(way: Mapping) -> str:
    return _REASONS[way["because"]](way)


def _condition(way: Mapping) -> str:
    return _CONDITIONS[way["evidence"]](way)


def _distance(way: Mapping) -> str:
    needed = f"within {number(way['within_m'])} m asked for"
    if way["closest_m"] <= way["within_m"]:
        return f"closest {way['closest_m']:.2f} m, {needed}: but for no time at all"
    return f"closest {way['closest_m']:.2f} m, {needed}"


def _wrong_place(way: Mapping) -> str:
    return f"{way['minutes']:.2f} minutes at one place not of the rule's kind, or not known to be"


def _seat(way: Mapping) -> str:
    apart = f"{way['rows']} rows apart" if "rows" in way else way["seat"]
    return f"on one run, {apart}"


def _isolation(way: Mapping) -> str:
    return f"bound to each other, but {_both(way['isolated'])} isolated"


def _dwell(way: Mapping) -> str:
    return f"{way['minutes']:.2f} minutes in one cell, where too little time was spent in the days before"


def _other_times(way: Mapping) -> str:
    where = f"both at {place_in_words(way['place'])}" if "place" in way else _ELSEWHERE[way["evidence"]]
    return f"{where}, {_WHO[way['first']]} first, {_length(way['gap_minutes'])} between them"


def _nothing_shared(way: Mapping) -> str:
    return _NOTHING_SHARED[way["evidence"]]


def _no_evidence(way: Mapping) -> str:
    when = "in the window" if way["window"] else "at any time"
    unusable = [_WHO[who] for who in way.get("unusable", [])]
    counts = " that counts" if unusable else ""
    said = f"no {_RECORDS[way['evidence']]}{counts} of {' and of '.join(_WHO[who] for who in way['lacking'])} {when}"
    return f"{said} ({' and '.join(unusable)}: {_UNUSABLE[way['evidence']]})" if unusable else said


def _both(who: list[str]) -> str:
    return f"{' and '.join(_WHO[one] for one in who)} {'was' if len(who) == 1 else 'were'}"


def _length(minutes: float) -> str:
    """A length of time in the unit that reads best."""
    if minutes < _HOUR_MINUTES:
        return f"{minutes:.2f} minutes"
    if minutes < 2 * _DAY_MINUTES:
        return f"{minutes / _HOUR_MINUTES:.2f} hours"
    return f"{minutes / _DAY_MINUTES:.2f} days"


_WORDS: dict[str, Callable[[Mapping], str]] = {
    REACHED: _reached,
    TOO_SHORT: _of_threshold,
    OUTSIDE: _outside,
    KEPT_APART: _apart,
    NO_EVIDENCE: _no_evidence,
}
_REASONS: dict[str, Callable[[Mapping], str]] = {
    "condition": _condition,
    "other times": _other_times,
    "nothing shared": _nothing_shared,
    "not at once": lambda way: "positions of both, but never known at the same instant",
    "far": lambda way: f"never within {FAR_M / 1000:.0f} km of each other while both positions were known",
}
_CONDITIONS: dict[str, Callable[[Mapping], str]] = {
    "track": _distance,
    "proximity": _distance,
    "stay": _wrong_place,
    "seat": _seat,
    "household": _isolation,
    "vehicle": _isolation,
    "cell": _dwell,
}

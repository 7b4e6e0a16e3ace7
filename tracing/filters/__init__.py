"""Filters: which fixes of a file cannot be where their device was. A marked fix stays stored and is no evidence.

A profile names the filters of its files, each with the parameters that it changes; what a filter looks for, its
parameters with units, defaults and sources stand in the module of its name. Every filter looks at the fixes of one
person and device in one file (without a device: of one person) and at nothing else, so that its answer is the same
whatever came before, and whichever other filters a profile names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tracing.filters.frozen import frozen
from tracing.filters.impossible_speed import impossible_speed
from tracing.filters.ping_pong import ping_pong
from tracing.filters.two_places import two_places

Parameters = Mapping[str, float]


@dataclass(frozen=True)
class Filter:
    """A filter by name: what it finds in a few words, and its parameters with their defaults."""

    words: str
    marks: Callable[..., np.ndarray]
    defaults: Parameters


FILTERS: dict[str, Filter] = {
    "impossible-speed": Filter("reached only at an impossible speed", impossible_speed, {"kmh": 1_000.0}),
    "ping-pong": Filter("served by two towers in turn", ping_pong, {"minutes": 10.0, "metres": 100.0}),
    "frozen": Filter("the same position again and again", frozen, {"minutes": 10.0, "kmh": 150.0}),
    "two-places": Filter("one device at two places at once, or to and fro", two_places, {"kmh": 1_000.0}),
}

STANDARD: Mapping[str, Parameters] = {name: one.defaults for name, one in FILTERS.items()}
"""What the report of a file in the specification's own form tries: every filter as it stands."""


def flaw(given: Mapping[str, Mapping[str, object]]) -> str | None:
    """What is wrong with filters as a profile gives them (name -> parameters), in one line; None: nothing."""
    for name, parameters in given.items():
        if name not in FILTERS:
            return f"{name}: no filter; there are {', '.join(FILTERS)}"
        for parameter, value in parameters.items():
            if parameter not in FILTERS[name].defaults:
                return (
                    f"{name}.{parameter}: no parameter of this filter; there are: {', '.join(FILTERS[name].defaults)}"
                )
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                return f"{name}.{parameter}: must be a number above 0"
    return None


def complete(given: Mapping[str, Parameters]) -> dict[str, dict[str, float]]:
    """Filters with all their parameters: those that are given (they have no `flaw`), else the defaults."""
    return {name: {**FILTERS[name].defaults, **parameters} for name, parameters in given.items()}

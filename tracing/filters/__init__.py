"""Filters: which fixes of a device cannot be where it was. A marked fix stays stored and is no evidence.

A profile names the filters of its files, each with the parameters that it changes; what a filter looks for, its
parameters with units, defaults and sources stand in the module of its name. Every filter looks at tracks, one by one
(`tracing.filters.track`), and at nothing else, so that its answer is the same whichever other filters a profile names.

A track may be taken apart at its joints: what a filter says of the fixes on either side of one hangs on that side
alone, and the joint itself is never marked. So a fix is judged by those between the joints around it, wherever the
track begins and ends (`tracing.judging`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.filters.frozen import first_of_stalls, frozen
from tracing.filters.impossible_speed import impossible_speed
from tracing.filters.ping_pong import between_others, ping_pong
from tracing.filters.sure import sure
from tracing.filters.two_places import sure_and_alone, two_places

Parameters = Mapping[str, float]

MOST = 250_000
"""More fixes than this between two joints are not judged: so any track fits memory."""


@dataclass(frozen=True)
class Filter:
    """A filter by name: what it finds in a few words, which fixes it marks, where tracks may be taken apart for it, and
    its parameters with their defaults.

    joints      told right of fixes from which `track.SILENCE` is in sight on both sides
    """

    words: str
    marks: Callable[..., np.ndarray]
    joints: Callable[..., np.ndarray]
    defaults: Parameters


FILTERS: dict[str, Filter] = {
    "impossible-speed": Filter("reached only at an impossible speed", impossible_speed, sure, {"kmh": 1_000.0}),
    "ping-pong": Filter("served by two towers in turn", ping_pong, between_others, {"minutes": 10.0, "metres": 100.0}),
    "frozen": Filter("the same position again and again", frozen, first_of_stalls, {"minutes": 10.0, "kmh": 150.0}),
    "two-places": Filter(
        "one device at two places at once, or to and fro", two_places, sure_and_alone, {"kmh": 1_000.0}
    ),
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


def judged(name: str, fixes: pl.DataFrame, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Of fixes (rows of `tracing.filters.track`), which are joints for a filter, and which it marks."""
    joints = FILTERS[name].joints(fixes, **parameters)
    track = fixes["track"].to_numpy()
    part = np.cumsum(joints | np.append(True, track[1:] != track[:-1]))
    few = np.bincount(part)[part] <= MOST
    return joints, FILTERS[name].marks(fixes, **parameters) & few

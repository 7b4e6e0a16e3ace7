"""The parameters of each kind of evidence: which there are, what they may be, what they are when left out.

Also the largest length, time and count a definition may give: all of them beyond any use, and small enough
that no date or product computed from them overflows. Source: specification, section 4.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from tracing.definitions.nouns import DWELLERS, UNITS, ParameterValue
from tracing.toml_table import Table

MOST_DAYS = 36_525
MOST_HOURS = MOST_DAYS * 24
MOST_MINUTES = MOST_HOURS * 60
MOST_METRES = 20_015_115  # half way round the earth
MOST_ROWS = 10_000

USUAL_GAP_MINUTES = 10.0
USUAL_ACCURACY_M = 100.0

Reader = Callable[[Table, str], ParameterValue]


def _minutes(default: float) -> Reader:
    return partial(Table.number, default=default, most=MOST_MINUTES)


_POSITIONS: dict[str, Reader] = {
    "max_gap_minutes": _minutes(USUAL_GAP_MINUTES),
    "max_accuracy_m": partial(Table.number, default=USUAL_ACCURACY_M, most=MOST_METRES),
}
_distance = partial(Table.number, most=MOST_METRES, positive=True)
_any_of = partial(Table.texts, default=None)

_READERS: dict[str, dict[str, Reader]] = {
    "track": {"within_m": _distance, **_POSITIONS},
    "stay": {"kinds": _any_of, "enclosed": partial(Table.flag, default=None), "linger_minutes": _minutes(0.0)},
    "proximity": {"within_m": partial(_distance, default=None)},
    "seat": {
        "unit": partial(Table.choice, choices=UNITS),
        "rows": partial(Table.whole, default=3, most=MOST_ROWS),
        "modes": _any_of,
    },
    "household": {},
    "vehicle": {},
    "cell": {
        "cell_m": partial(_distance, default=800.0),
        **_POSITIONS,
        "dwell_more_than_hours": partial(Table.number, default=None, most=MOST_HOURS),
        "dwell_days": partial(Table.whole, default=14, most=MOST_DAYS, positive=True),
        "dwell_who": partial(Table.choice, choices=DWELLERS, default="either"),
    },
}

_ONLY_WITH = {"dwell_days": "dwell_more_than_hours", "dwell_who": "dwell_more_than_hours"}


def names_of(evidence: str) -> tuple[str, ...]:
    """The names of the parameters of a kind of evidence, in the specification's order."""
    return tuple(_READERS[evidence])


def read(rule: Table, evidence: str) -> Mapping[str, ParameterValue]:
    """All parameters of a rule's evidence, defaults filled in; DefinitionRefused for the first that does not fit."""
    meant = rule.meant_for(f"for {evidence}")
    for name, other in _ONLY_WITH.items():
        if name in rule and other not in rule:
            rule.refuse(name, f"may only be there with {other}")
    return MappingProxyType({name: reader(meant, name) for name, reader in _READERS[evidence].items()})

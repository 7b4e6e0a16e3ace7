"""The nouns of a contact definition, frozen: what counts as contact, in whom, for how long.

Days are local calendar days, hours and minutes are elapsed time, distances are metres.
Source: specification, sections 3 (times), 4 (evidence), 5 (rules), 6 (contacts) and 8 (definition files).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TIERS = ("close", "secondary", "general", "flagged")
"""The tiers of a contact, best first."""

EVIDENCE = ("track", "stay", "proximity", "seat", "household", "vehicle", "cell")
"""The kinds of record that can show two people together."""

ACCUMULATE = ("episode", "rolling", "day", "period")
"""The times a threshold can be held against: longest episode, any window, local day, all of it."""

UNITS = ("vehicle", "coach", "rows")
"""How near two seats of one run must be."""

DWELLERS = ("either", "both", "person")
"""Who must have spent time in a cell: one of the two at least, each of them, the one who met the source."""

ParameterValue = float | int | str | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class InfectiousPeriod:
    """How far the infectious period reaches before and after the reference.

    Exactly one of the `before_` lengths is given, at most one of the `after_` lengths; the others are None.
    """

    before_days: int | None = None
    before_hours: float | None = None
    after_days: int | None = None
    after_hours: float | None = None


@dataclass(frozen=True)
class Rule:
    """When being together counts.

    `threshold_minutes`: None means any time at all; with `more_than` the time must exceed it, else reach it.
    `window_hours`: the length of the window of `accumulate = "rolling"`; without meaning for the others.
    `parameters`: those of the evidence, all of them, defaults filled in; None where a choice is left open.
    """

    id: str
    evidence: str
    tier: str
    threshold_minutes: float | None = None
    more_than: bool = False
    accumulate: str = "episode"
    window_hours: float = 24.0
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Secondary:
    """Which rules make a contact of a close contact, and how long after its exposure a close contact may infect."""

    rules: tuple[str, ...]
    latent_hours: float = 0.0


@dataclass(frozen=True)
class Backward:
    """How many local days before the reference the search for the source begins."""

    lookback_days: int = 14


@dataclass(frozen=True)
class Definition:
    """A contact definition in force.

    `follow_up`: tier -> days, only the tiers the file gives. `sha256`: of the file's bytes, the version a result
    names, and `text` what it says; both empty where the definition came from no file. `secondary` and `backward`: None
    where not searched.
    `valid_from`, `valid_until`: the first and the last day it is in force, None where that is open or not known.
    """

    id: str
    title: str
    infectious_period: InfectiousPeriod
    rules: tuple[Rule, ...]
    title_zh: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    typical_stay_minutes: float | None = None
    secondary: Secondary | None = None
    follow_up: Mapping[str, int] = field(default_factory=dict, hash=False)
    backward: Backward | None = None
    sha256: str = ""
    text: str = ""

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError without one."""
        return {rule.id: rule for rule in self.rules}[rule_id]

    @property
    def onward(self) -> list[Rule]:
        """The rules by which contacts of close contacts are searched."""
        return [self.rule(rule_id) for rule_id in self.secondary.rules] if self.secondary else []

    def tier_of(self, rule_id: str) -> str:
        """The tier of the rule of that id; KeyError without one."""
        return self.rule(rule_id).tier

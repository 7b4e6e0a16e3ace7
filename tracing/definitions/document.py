"""A parsed TOML document -> a Definition, or the first thing about it that breaks the specification.

A table's unknown keys are looked for first (a rule's after its evidence, which says what is known), then its keys
in the order of the specification, so that one file is always refused for the same reason.
Source: specification, sections 5, 6 and 8.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from tracing.definitions import parameters
from tracing.definitions.nouns import (
    ACCUMULATE,
    EVIDENCE,
    TIERS,
    Backward,
    Definition,
    InfectiousPeriod,
    Rule,
    Secondary,
)
from tracing.errors import DefinitionRefused
from tracing.toml_table import Table, heading

_PLAIN = ("id", "title", "title_zh", "valid_from", "valid_until", "source", "typical_stay_minutes")
_TABLES = ("infectious_period", "rule", "secondary", "follow_up", "backward")
_RULE = ("id", "evidence", "tier", "at_least_minutes", "more_than_minutes", "accumulate", "window_hours")
_RULE_ID = re.compile(r"\w([\w. -]*[\w.-])?")


def parse(document: Mapping[str, object], path: str, sha256: str = "", text: str = "") -> Definition:
    """The definition in a TOML document; `path` is what a refusal names as its file.

    Raises DefinitionRefused, `path: key: reason`, for whatever breaks the specification.
    """
    top = Table(document, path, DefinitionRefused)
    top.only(_PLAIN + _TABLES)
    plain = _plain(top)
    period = _infectious_period(top.table("infectious_period"))
    rules = _rules(top)
    return Definition(
        **plain,
        infectious_period=period,
        rules=rules,
        secondary=_secondary(top.table("secondary"), rules) if "secondary" in top else None,
        follow_up=_follow_up(top.table("follow_up")) if "follow_up" in top else MappingProxyType({}),
        backward=_backward(top.table("backward")) if "backward" in top else None,
        sha256=sha256,
        text=text,
    )


def _plain(top: Table) -> dict:
    plain = heading(top) | {
        "valid_from": top.day("valid_from", None),
        "valid_until": top.day("valid_until", None),
        "typical_stay_minutes": top.number("typical_stay_minutes", None, most=parameters.MOST_MINUTES),
    }
    if plain["valid_from"] and plain["valid_until"] and plain["valid_until"] < plain["valid_from"]:
        top.refuse("valid_until", "must not be before valid_from")
    return plain


def _infectious_period(table: Table) -> InfectiousPeriod:
    before, after = ("before_days", "before_hours"), ("after_days", "after_hours")
    table.only(before + after)
    table.at_most_one(before)
    table.at_most_one(after)
    if not any(name in table for name in before):
        table.refuse("before_days", "exactly one of before_days and before_hours must be there")
    return InfectiousPeriod(
        before_days=table.whole("before_days", None, most=parameters.MOST_DAYS),
        before_hours=table.number("before_hours", None, most=parameters.MOST_HOURS),
        after_days=table.whole("after_days", None, most=parameters.MOST_DAYS),
        after_hours=table.number("after_hours", None, most=parameters.MOST_HOURS),
    )


def _rules(top: Table) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for table in top.tables("rule"):
        rule = _rule(table)
        if rule.id in {other.id for other in rules}:
            table.refuse("id", "another rule has this id")
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table) -> Rule:
    rule_id = table.line("id")
    if not _RULE_ID.fullmatch(rule_id):
        table.refuse(
            "id",
            "must be made of letters, digits, _ . - and blanks between them",
        )
    evidence = table.choice("evidence", EVIDENCE)
    table.meant_for(f"for {evidence}").only(_RULE + parameters.names_of(evidence))
    return Rule(
        id=rule_id,
        evidence=evidence,
        tier=table.choice("tier", TIERS),
        threshold_minutes=_threshold_minutes(table),
        more_than="more_than_minutes" in table,
        accumulate=table.choice("accumulate", ACCUMULATE, "episode"),
        window_hours=table.number("window_hours", 24.0, most=parameters.MOST_HOURS, positive=True),
        parameters=parameters.read(table, evidence),
    )


def _threshold_minutes(table: Table) -> float | None:
    names = ("at_least_minutes", "more_than_minutes")
    table.at_most_one(names)
    given = [table.number(name, most=parameters.MOST_MINUTES) for name in names if name in table]
    return given[0] if given else None


def _secondary(table: Table, rules: tuple[Rule, ...]) -> Secondary:
    table.only(("rules", "latent_hours"))
    chosen = table.texts("rules", tuple(rule.id for rule in rules if rule.tier == "close"))
    known = [rule.id for rule in rules]
    for position, rule_id in enumerate(chosen, start=1):
        if rule_id not in known:
            table.refuse("rules", f"no rule has this id; there are {', '.join(known)}", position)
        if rule_id in chosen[: position - 1]:
            table.refuse("rules", "names a rule for the second time", position)
    return Secondary(rules=chosen, latent_hours=table.number("latent_hours", 0.0, most=parameters.MOST_HOURS))


def _follow_up(table: Table) -> Mapping[str, int]:
    table.only(tuple(f"{tier}_days" for tier in TIERS))
    days = {tier: table.whole(f"{tier}_days", None, most=parameters.MOST_DAYS) for tier in TIERS}
    return MappingProxyType({tier: number for tier, number in days.items() if number is not None})


def _backward(table: Table) -> Backward:
    table.only(("lookback_days",))
    return Backward(lookback_days=table.whole("lookback_days", 14, most=parameters.MOST_DAYS))

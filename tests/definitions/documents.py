"""A good definition as TOML and as a document, and copies of it with one thing changed."""

import copy
import tomllib
from typing import Any

GOOD = """
id = "covid-cn-9"
title = "COVID-19, China, 9th edition"
title_zh = "新型冠状病毒肺炎防控方案（第九版）"
valid_from = 2022-06-28
source = "where the numbers are from"
typical_stay_minutes = 60

[infectious_period]
before_days = 2

[[rule]]
id = "same-venue"
evidence = "stay"
tier = "close"
at_least_minutes = 15

[[rule]]
id = "near"
evidence = "track"
within_m = 30
tier = "close"
at_least_minutes = 15
accumulate = "rolling"

[[rule]]
id = "same-coach"
evidence = "seat"
unit = "rows"
tier = "general"

[secondary]
rules = ["same-venue", "near"]
latent_hours = 0

[follow_up]
close_days = 10
secondary_days = 7

[backward]
"""

ABSENT = object()
"""Stands for a key that is taken out."""


def good() -> dict[str, Any]:
    """The good document, a new one each time."""
    return tomllib.loads(GOOD)


def changed(where: str, value: object) -> dict[str, Any]:
    """The good document with another value at `where` (`rule.1.within_m`, rules counted from 0), or without it."""
    document = good()
    *parents, last = [int(step) if step.isdigit() else step for step in where.split(".")]
    inner: Any = document
    for step in parents:
        inner = inner[step]
    if value is ABSENT:
        del inner[last]
    else:
        inner[last] = copy.deepcopy(value)
    return document


def with_rule(**keys: object) -> dict[str, Any]:
    """The good document with one close rule only, of these keys, and nothing that names the rules it had."""
    document = good()
    document["rule"] = [{"id": "only", "tier": "close", **keys}]
    del document["secondary"]
    return document

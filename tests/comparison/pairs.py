"""Random worlds with two definitions: the world's own, and another that differs from it in one thing or in many."""

from copy import deepcopy
from random import Random

from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tests.lib.worlds.dice import Dice
from tests.lib.worlds.rules import PARAMETERS, draw_definition, draw_period, draw_secondary, draw_threshold

_TIERS = ("close", "close", "general", "flagged")


def random_pair(seed: int) -> tuple[World, dict, dict]:
    """The world of a seed, and its two definitions."""
    world = random_world(seed, ALL_EVIDENCE)
    dice = Dice(Random(seed + 500_000))
    first = world.definition
    if dice.chance(30):
        second = draw_definition(dice, tuple(sorted({rule["evidence"] for rule in first["rule"]})))
    else:
        second = deepcopy(first)
        for _ in range(dice.number(1, 3)):
            dice.one(_CHANGES)(dice, second)
    return world, {**first, "id": "one"}, {**second, "id": "two"}


def _period(dice: Dice, definition: dict) -> None:
    definition["infectious_period"] = draw_period(dice)


def _threshold(dice: Dice, definition: dict) -> None:
    rule = dice.one(definition["rule"])
    for key in ("at_least_minutes", "more_than_minutes", "accumulate", "window_hours"):
        rule.pop(key, None)
    rule |= draw_threshold(dice)


def _tier(dice: Dice, definition: dict) -> None:
    dice.one(definition["rule"])["tier"] = dice.one(_TIERS)


def _parameters(dice: Dice, definition: dict) -> None:
    place = dice.number(0, len(definition["rule"]) - 1)
    rule = definition["rule"][place]
    time = ("id", "evidence", "tier", "at_least_minutes", "more_than_minutes", "accumulate", "window_hours")
    definition["rule"][place] = {key: rule[key] for key in time if key in rule} | PARAMETERS[rule["evidence"]](dice)


def _secondary(dice: Dice, definition: dict) -> None:
    if definition.pop("secondary", None) is None or dice.chance(60):
        latent = dice.one(({}, {}, {"latent_hours": 200}))
        definition["secondary"] = draw_secondary(dice, definition["rule"]) | latent


_CHANGES = (_period, _period, _threshold, _tier, _parameters, _secondary)

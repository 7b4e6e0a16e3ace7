"""Thousands of people in one cell in one hour: the product against everybody held against everybody in arrays."""

from collections.abc import Callable
from functools import cache, partial

import pytest

from tests.generative.by_arrays import met, moves_of
from tests.lib import product, reference, sql_engine
from tests.lib.worlds import World
from tests.lib.worlds.crowds import RULES, SQUARE, crowd
from tests.lib.worlds.grid import Bands

FEW, MANY = 20, 3000
EXPOSURE = ("case_id", "hop", "source", "person", "rule")
Found = dict[tuple, list[tuple[int, int]]]
PRODUCTS = {"product": product.screen, "product, copied": partial(product.screen, copied=True)}
SLOW = {"reference": reference.screen, "sql": sql_engine.screen}

each_product = pytest.mark.parametrize("screen", PRODUCTS.values(), ids=PRODUCTS)


def told(screen: Callable, world: World) -> Found:
    """The exposures of the cases, and those that the lines of secondary contacts stand on, with their episodes."""
    answer = screen(world.files, world.definition, world.as_of, world.timezone)
    counted = (one for one in answer.exposures if one["hop"] == 1 or one["listed"])
    return {tuple(one[name] for name in EXPOSURE): [tuple(part) for part in one["episodes"]] for one in counted}


@cache
def thousands() -> tuple[World, Found]:
    """A large crowd, and what arrays say of it."""
    world = crowd(2, MANY)
    return world, expected(world)


def expected(world: World) -> Found:
    """The same from arrays: of the cases, then of each one's close contacts from their first contact on."""
    windows = reference.screen(world.files | {"fixes": []}, world.definition, world.as_of, world.timezone).windows
    moves, sources = moves_of(world), {row["case_id"]: row["person_id"] for row in world.files["cases"]}
    found, cases = {}, set(sources.values())
    for case, source in sources.items():
        by_rule = {rule["id"]: met(moves, source, windows[case][0], rule) for rule in RULES}
        for rule, people in by_rule.items():
            found |= {(case, 1, source, who, rule): parts for who, parts in people.items()}
        close = {who: parts for who, parts in by_rule[RULES[0]["id"]].items() if who not in cases}
        for via, parts in close.items():
            onward = met(moves, via, (parts[0][0], windows[case][0][1]), RULES[0])
            new = onward.keys() - close.keys() - cases
            found |= {(case, 2, via, who, RULES[0]["id"]): onward[who] for who in new}
    return found


@pytest.mark.parametrize("screen", SLOW.values(), ids=SLOW)
def test_arrays_say_of_few_what_the_slow_engines_say(screen):
    world = crowd(1, FEW, spread=0.25)
    assert told(screen, world) == expected(world)
    assert {hop for _, hop, *_ in expected(world)} == {1, 2}


@each_product
def test_a_crowd_of_thousands(screen):
    world, exposures = thousands()
    assert told(screen, world) == exposures
    assert len({person for _, hop, _, person, _ in exposures if hop == 1}) > MANY / 2
    assert len({person for _, hop, _, person, _ in exposures if hop == 2}) > MANY / 20


def test_a_crowd_stands_in_one_cell():
    bands = Bands()
    fixes = crowd(2, 200).files["fixes"]
    cells = {(bands.row(north), bands.column(north, east)) for north, east in map(place, fixes)}
    assert cells == {(bands.row(SQUARE[0]), bands.column(*SQUARE))}


def place(fix: dict[str, str]) -> tuple[float, float]:
    return float(fix["latitude"]), float(fix["longitude"])

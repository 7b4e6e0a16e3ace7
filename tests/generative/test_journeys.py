"""Worlds of journeys: the product with and without a clustered copy, the reference and the SQL answer alike.

`TRACING_JOURNEYS=1500 pytest tests/generative/test_journeys.py` asks about more worlds than a usual run,
`TRACING_FIRST_JOURNEY=50000` about others.
"""

import os
from collections.abc import Callable
from functools import partial

import pytest

from tests.lib import product, reference, sql_engine
from tests.lib.comparison import assert_same
from tests.lib.worlds.journeys import random_journey
from tests.lib.worlds.specials_of_journeys import telling_seeds

WORLDS = int(os.environ.get("TRACING_JOURNEYS", "40"))
FIRST = int(os.environ.get("TRACING_FIRST_JOURNEY", "1000"))
SEEDS = range(FIRST, FIRST + WORLDS)
CHUNK = 10
PRODUCTS = {"product": product.screen, "product, copied": partial(product.screen, copied=True)}
ENGINES = PRODUCTS | {"sql": sql_engine.screen}

each_product = pytest.mark.parametrize("screen", PRODUCTS.values(), ids=PRODUCTS)
each_engine = pytest.mark.parametrize("screen", ENGINES.values(), ids=ENGINES)


def check(screen: Callable, seed: int) -> None:
    """Rejects, infectious periods, exposures with every episode to the millisecond, and lines."""
    world = random_journey(seed)
    asked = (world.files, world.definition, world.as_of, world.timezone)
    try:
        assert_same(screen(*asked), reference.screen(*asked))
    except AssertionError as difference:
        difference.add_note(f"in the world of seed {seed}")
        raise


@each_product
@pytest.mark.parametrize("first", SEEDS[::CHUNK])
def test_journeys(first, screen):
    for seed in SEEDS[first - FIRST :][:CHUNK]:
        check(screen, seed)


@each_engine
def test_journeys_that_hold_every_special_case(screen):
    for seed in telling_seeds():
        check(screen, seed)

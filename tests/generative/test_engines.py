"""The product equals the reference on random worlds: from csv files through ingest and store to the last line.

More worlds of all kinds of evidence, with the SQL as a third engine: `test_three_engines`.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.lib import product, reference
from tests.lib.comparison import assert_same
from tests.lib.worlds import ALL_EVIDENCE, EVIDENCE, World, random_world, worlds

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""A world that differs is small already, and shrinking it takes minutes."""


def check(world: World) -> None:
    asked = (world.files, world.definition, world.as_of, world.timezone)
    assert_same(product.screen(*asked), reference.screen(*asked))


@pytest.mark.parametrize("first", range(0, 50, 10))
def test_worlds_of_tracks_stays_and_proximity(first):
    for seed in range(first, first + 10):
        check(random_world(seed, EVIDENCE))


@pytest.mark.parametrize("first", range(1000, 1030, 10))
def test_worlds_of_all_kinds_of_evidence(first):
    for seed in range(first, first + 10):
        check(random_world(seed, ALL_EVIDENCE))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
@given(world=worlds(ALL_EVIDENCE))
def test_worlds_that_hypothesis_draws(world):
    check(world)

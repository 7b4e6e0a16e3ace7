"""Three engines, one answer: the product, the reference and the SQL of `tests/lib/sql_engine` on the same worlds.

The three share the random worlds; the reference and the SQL share the reading of rows and the windows, nothing else.
`TRACING_WORLDS=2000 pytest tests/generative/test_three_engines.py` asks about more worlds than a usual run.
"""

import os

import pytest

from tests.lib import product, reference, sql_engine
from tests.lib.comparison import assert_same
from tests.lib.worlds import ALL_EVIDENCE, World, random_world

WORLDS = int(os.environ.get("TRACING_WORLDS", "80"))
FIRST = 2000
SEEDS = range(FIRST, FIRST + WORLDS)
CHUNK = 10


def asked(world: World) -> tuple:
    return world.files, world.definition, world.as_of, world.timezone


@pytest.mark.parametrize("first", SEEDS[::CHUNK])
def test_three_engines_answer_alike(first):
    """Rejects, infectious periods, exposures with every episode to the millisecond, and lines."""
    for seed in SEEDS[first - FIRST :][:CHUNK]:
        world = random_world(seed, ALL_EVIDENCE)
        expected = reference.screen(*asked(world))
        assert_same(sql_engine.screen(*asked(world)), expected)
        assert_same(product.screen(*asked(world)), expected)


def test_every_kind_of_evidence_stands_behind_a_line():
    """Agreement on worlds in which a kind of evidence shows nobody would say nothing about it."""
    kinds, hops = set(), set()
    for seed in SEEDS:
        world = random_world(seed, ALL_EVIDENCE)
        evidence = {rule["id"]: rule["evidence"] for rule in world.definition["rule"]}
        listed = [one for one in reference.screen(*asked(world)).exposures if one["listed"]]
        kinds |= {evidence[one["rule"]] for one in listed}
        hops |= {one["hop"] for one in listed}
    assert kinds == set(ALL_EVIDENCE)
    assert hops == {1, 2}

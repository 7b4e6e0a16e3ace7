"""Three engines, one answer: the product, the reference and the SQL of `tests/lib/sql_engine` on the same worlds.

The three share the random worlds; the reference and the SQL share the reading of rows and the windows, nothing else.
`TRACING_WORLDS=2000 pytest tests/generative/test_three_engines.py` asks about more worlds than a usual run,
`TRACING_FIRST_WORLD=50000` about others, `TRACING_EVIDENCE=cell,stay` about worlds of these kinds of evidence alone.
"""

import os
from dataclasses import replace

import pytest

from tests.lib import product, reference, sql_engine
from tests.lib.comparison import assert_same
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tests.lib.worlds.specials import dwelling_seeds

WORLDS = int(os.environ.get("TRACING_WORLDS", "80"))
FIRST = int(os.environ.get("TRACING_FIRST_WORLD", "2000"))
EVIDENCE = tuple(os.environ.get("TRACING_EVIDENCE", ",".join(ALL_EVIDENCE)).split(","))
SEEDS = range(FIRST, FIRST + WORLDS)
CHUNK = 10


def asked(world: World) -> tuple:
    return world.files, world.definition, world.as_of, world.timezone


def check(world: World) -> None:
    """Rejects, infectious periods, exposures with every episode to the millisecond, and lines."""
    expected = reference.screen(*asked(world))
    assert_same(sql_engine.screen(*asked(world)), expected)
    assert_same(product.screen(*asked(world)), expected)


@pytest.mark.parametrize("first", SEEDS[::CHUNK])
def test_three_engines_answer_alike(first):
    for seed in SEEDS[first - FIRST :][:CHUNK]:
        check(random_world(seed, EVIDENCE))


def test_three_engines_answer_alike_where_dwelling_decides():
    """The worlds in which the meta-tests find every special case of dwelling."""
    for seed in sorted(set(dwelling_seeds().values())):
        check(random_world(seed, ("cell",)))


def test_three_engines_answer_alike_where_a_rule_gives_the_tier_secondary():
    """No world draws such a rule by itself, as it would crowd out those by way of close contacts."""
    direct = 0
    for seed in range(FIRST, FIRST + CHUNK):
        world = random_world(seed, EVIDENCE)
        rules = [rule | ({} if rule["tier"] == "close" else {"tier": "secondary"}) for rule in world.definition["rule"]]
        changed = replace(world, definition=world.definition | {"rule": rules})
        check(changed)
        found = reference.screen(*asked(changed)).exposures
        direct += any(one["hop"] == 1 and one["tier"] == "secondary" for one in found)
    assert direct > 2


def test_every_kind_of_evidence_stands_behind_a_line():
    """Agreement on worlds in which a kind of evidence shows nobody would say nothing about it."""
    kinds, hops = set(), set()
    for seed in SEEDS:
        world = random_world(seed, EVIDENCE)
        evidence = {rule["id"]: rule["evidence"] for rule in world.definition["rule"]}
        listed = [one for one in reference.screen(*asked(world)).exposures if one["listed"]]
        kinds |= {evidence[one["rule"]] for one in listed}
        hops |= {one["hop"] for one in listed}
    assert kinds == set(EVIDENCE)
    assert hops == {1, 2}

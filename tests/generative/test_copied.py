"""With a clustered copy the answer is the same: on random worlds, to the last count of the coverage.

The copy is in many small segments. What it gives to a screen is watched, so that nobody holds the whole tables against
themselves.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from unittest.mock import patch

import pytest

from tests.lib import product, reference
from tests.lib.comparison import assert_same
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tracing.clustered.copy import FIXES
from tracing.clustered.near import fixes_near
from tracing.clustered.spans import SPANS
from tracing.clustered.spans_near import spans_near
from tracing.screening import Screening

SINGLE = {"checkins": "stay", "tickets": "seat", "proximity": "proximity"}


@pytest.fixture
def read() -> Iterator[Counter]:
    """How often screens were told something of a kind, and how often not all there is (`kind, in part`)."""
    counted = Counter()

    def count(kind, told, copy, holds):
        counted[kind] += not told.is_empty()
        counted[kind, "in part"] += 0 < len(told) < sum(len(part.segment) for part in copy._of(holds))

    def fixes_counted(copy, *asked):
        fixes, pairs = fixes_near(copy, *asked)
        count(FIXES, fixes, copy, FIXES)
        return fixes, pairs

    def spans_counted(copy, search):
        told = spans_near(copy, search)
        for kind, records in told.items():
            count(kind, records, copy, SPANS[kind].holds[0])
        return told

    with patch.multiple("tracing.clustered.stored", fixes_near=fixes_counted, spans_near=spans_counted):
        yield counted


def asked(world: World) -> tuple:
    return world.files, world.definition, world.as_of, world.timezone


def check(world: World) -> None:
    assert_same(product.screen(*asked(world), copied=True), reference.screen(*asked(world)))


def in_any_order(found: Screening) -> dict[str, list[str]]:
    """All that a screen finds, to the numbers of the records behind it."""
    told = {field.name: getattr(found, field.name) for field in fields(found) if field.name != "taken_over"}
    return {name: sorted(map(repr, frame.rows())) for name, frame in told.items()}


def test_worlds_of_all_kinds_of_evidence_are_read_in_part_and_come_out_the_same(read):
    for seed in range(2000, 2018):
        check(random_world(seed, ALL_EVIDENCE))
    for kind in (FIXES, *SINGLE):
        assert read[kind] >= 3 and read[kind, "in part"] >= 2, (kind, read)


@pytest.mark.parametrize("kind", SINGLE)
def test_worlds_of_one_kind_of_evidence_are_read_in_part_and_come_out_the_same(kind, read):
    for seed in range(3000, 3009):
        check(random_world(seed, (SINGLE[kind],)))
    assert read[kind] >= 5 and read[kind, "in part"] >= 4, read


@pytest.mark.parametrize("seed", range(4000, 4005))
def test_coverage_and_all_else_come_out_the_same(seed):
    world = random_world(seed, ALL_EVIDENCE)
    whole, copied = product.screen(*asked(world)), product.screen(*asked(world), copied=True)
    assert in_any_order(copied.found) == in_any_order(whole.found)


@pytest.mark.parametrize("seed", range(4005, 4009))
def test_searched_in_parts_several_at_once_all_comes_out_the_same(seed):
    world = random_world(seed, ALL_EVIDENCE)
    whole = in_any_order(product.screen(*asked(world), copied=True).found)
    with patch("tracing.screening.HOURS_AT_ONCE", 1), patch("tracing.parallel.AT_ONCE", 3):
        parts = in_any_order(product.screen(*asked(world), copied=True).found)
    del whole["found"], parts["found"]  # as what exposures are found hangs on the parts
    assert parts == whole

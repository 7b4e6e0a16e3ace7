"""Worlds of journeys hold what they are for: every special case is drawn, again and again."""

from collections import Counter

import pytest

from tests.lib import reference
from tests.lib.worlds.journeys import random_journey
from tests.lib.worlds.met import JOURNEY_SPECIALS
from tests.lib.worlds.specials_of_journeys import SEEDS, journey_specials, telling_seeds

LEAST = 4


@pytest.fixture(scope="module")
def drawn() -> Counter[str]:
    """How many of the worlds hold each special case."""
    return Counter(name for seed in SEEDS for name in journey_specials(seed))


def test_every_special_case_is_drawn_again_and_again(drawn):
    assert {name: drawn[name] for name in JOURNEY_SPECIALS if drawn[name] < LEAST} == {}


def test_few_worlds_hold_all_of_them():
    """Those that all engines are asked about."""
    held = Counter(name for seed in telling_seeds() for name in journey_specials(seed))
    assert min(held[name] for name in JOURNEY_SPECIALS) > 1
    assert len(telling_seeds()) < 30


def test_most_worlds_have_contacts():
    answers = (random_journey(seed) for seed in SEEDS[:100])
    listed = [bool(reference.screen(one.files, one.definition, one.as_of, one.timezone).lines) for one in answers]
    assert sum(listed) > 50


def test_a_seed_is_always_the_same_journey():
    assert random_journey(7) == random_journey(7)
    assert random_journey(7) != random_journey(8)

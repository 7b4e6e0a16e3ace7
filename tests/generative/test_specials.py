"""The random worlds hold what they are for: every special case is drawn, again and again."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from tests.lib import reference
from tests.lib.worlds import ALL_EVIDENCE, EVIDENCE, World, random_world, specials, worlds
from tests.lib.worlds.seen import SPECIALS
from tests.lib.worlds.specials import DWELLS, LINKS, dwelling_seeds

WORLDS = 300
WORDS = {
    *(f"period: {key}" for key in ("before_days", "before_hours", "after_days", "after_hours")),
    *(f"tier: {tier}" for tier in ("close", "general", "flagged")),
    *(f"threshold: {threshold}" for threshold in ("at_least_minutes", "more_than_minutes")),
    *(f"accumulate: {accumulate}" for accumulate in ("episode", "rolling", "day", "period")),
    *(f"parameter: {key}" for key in ("linger_minutes", "kinds", "enclosed")),
    *("secondary", "secondary: rules", "secondary: latent_hours"),
}
WORDS_OF_CELLS = {
    *(f"dwell: {who}" for who in ("either", "both", "person")),
    *(f"dwell days: {days}" for days in ("usual", 1, 5, 6)),
}
DECISIVE = {f"dwelling_of_{who}_{what}" for who in ("either", "both", "the_person") for what in ("lists", "leaves_out")}


def drawn(evidence: tuple[str, ...]) -> Counter[str]:
    """How many of the worlds hold each special case."""
    return Counter(name for seed in range(WORLDS) for name in specials(random_world(seed, evidence)))


@pytest.fixture(scope="module")
def of_three_kinds() -> Counter[str]:
    return drawn(EVIDENCE)


@pytest.fixture(scope="module")
def of_all_kinds() -> Counter[str]:
    return drawn(ALL_EVIDENCE)


def test_special_cases_of_tracks_stays_and_proximity(of_three_kinds):
    expected = (set(SPECIALS) - LINKS - DWELLS) | WORDS | {f"evidence: {kind}" for kind in EVIDENCE}
    assert expected - set(of_three_kinds) == set()


def test_special_cases_of_all_kinds_of_evidence(of_all_kinds):
    expected = LINKS | WORDS | WORDS_OF_CELLS | DECISIVE | {f"evidence: {kind}" for kind in ALL_EVIDENCE}
    assert expected - set(of_all_kinds) == set()


def test_a_fair_share_of_cells_asks_for_a_dwelling(of_all_kinds):
    """And of each of those whom a rule may name, several worlds do."""
    asked = [of_all_kinds[f"dwell: {who}"] for who in ("either", "both", "person")]
    assert min(asked) > 10
    assert sum(asked) > of_all_kinds["evidence: cell"] / 2


def test_special_cases_of_dwelling():
    """Worlds of cells alone hold them all, also those that a world of all kinds of evidence seldom does."""
    assert DECISIVE < DWELLS
    assert set(dwelling_seeds()) == DWELLS


def test_most_worlds_have_contacts(of_three_kinds):
    assert of_three_kinds["no_contact_at_all"] < WORLDS / 2


def test_a_seed_is_always_the_same_world():
    assert random_world(7) == random_world(7)
    assert random_world(7) != random_world(8)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(ALL_EVIDENCE))
def test_hypothesis_draws_worlds_that_can_be_screened(world: World):
    answer = reference.screen(world.files, world.definition, world.as_of, world.timezone)
    assert all(line["tier"] != "secondary" or line["via"] for line in answer.lines)
    assert all(line["minutes"] > 0 for line in answer.lines)

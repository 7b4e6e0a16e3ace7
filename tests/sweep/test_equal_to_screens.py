"""A sweep answers what a screen of each setting would, in random worlds with all kinds of evidence."""

from functools import cache

import pytest

from tests.sweep.trials import Trial, assert_equal_to_screens, random_trial, swept

# Worlds in which the settings list different people, most of them at the second hop too.
WORLDS = (8081, 8105, 8119, 8130, 8156, 8184, 8186, 8220, 8298, 8312, 8317, 8327, 8386)


@cache
def world(seed: int) -> Trial:
    return random_trial(seed)


@pytest.mark.parametrize("seed", WORLDS)
def test_every_cell_is_what_a_screen_of_its_own_lists(seed):
    assert_equal_to_screens(world(seed))


def test_the_worlds_hold_what_the_claim_is_about():
    """Settings that differ, second hops that differ with them, distances and times, several kinds of evidence."""
    differing, onward, distances, evidence = 0, 0, 0, set()
    for seed in WORLDS:
        trial = world(seed)
        for cells in (swept(trial, case).cells.to_dicts() for case in trial.cases):
            differing += len({cell["people"] for cell in cells}) > 1
            onward += len({cell["secondary"] for cell in cells}) > 1
        distances += len(trial.grid.withins) > 1
        evidence |= {trial.definition.rule(name).evidence for name in trial.grid.rules}
    assert differing >= 10 and onward >= 8 and distances >= 8
    assert {"track", "proximity", "stay", "household", "cell"} <= evidence

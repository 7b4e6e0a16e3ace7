"""Arrivals equal those found by trying every way, on tiny random worlds; and what was drawn was worth trying."""

from heapq import heappop, heappush

import pytest

from tests.hops.brute_force import Arrivals, by_every_way, case_window, hop_by_hop, met, until, window
from tests.hops.worlds import World, arrivals_of, drawn

HOPS = 7
KEPT_APART_FOR_GOOD = [drawn(seed) for seed in range(400)]
RELEASED = [drawn(seed, released=True) for seed in range(400)]


@pytest.fixture(scope="module")
def for_good() -> list[Arrivals]:
    return arrivals_of(KEPT_APART_FOR_GOOD, HOPS)


@pytest.fixture(scope="module")
def released() -> list[Arrivals]:
    return arrivals_of(RELEASED, HOPS)


def test_arrivals_are_those_of_all_ways_that_pass_nobody_twice(for_good):
    for world, told in zip(KEPT_APART_FOR_GOOD, for_good, strict=True):
        assert told == by_every_way(world, HOPS), world


def test_where_isolations_end_arrivals_are_those_of_the_words(released):
    for world, told in zip(RELEASED, released, strict=True):
        assert told == hop_by_hop(world, HOPS), world


def test_where_isolations_end_nobody_is_reached_whom_no_way_reaches(released):
    for world, told in zip(RELEASED, released, strict=True):
        reached = {person for person, _ in told}
        assert reached <= {person for person, _ in by_every_way(world, HOPS)}, world


@pytest.mark.parametrize("hops", [2, 3, 4])
def test_fewer_hops_leave_the_others_as_they_are(hops, for_good):
    nearer = [{label: minute for label, minute in told.items() if label[1] <= hops} for told in for_good]
    assert arrivals_of(KEPT_APART_FOR_GOOD, hops) == nearer


def test_the_worlds_hold_what_can_go_wrong(for_good, released):
    """Ways of many hops; people whom a search with one earliest arrival would lose; new windows after a release."""
    assert max(hops for told in for_good for _, hops in told) >= 5
    assert sum(bool(lost_with_one_arrival(*one)) for one in zip(KEPT_APART_FOR_GOOD, for_good, strict=True)) >= 10
    assert sum(bool(reopened(*one)) for one in zip(RELEASED, released, strict=True)) >= 10
    assert any(len(world.cases) > 1 for world in KEPT_APART_FOR_GOOD)


def lost_with_one_arrival(world: World, told: Arrivals) -> set[str]:
    """Whom two hops reach, but not where everybody keeps her one earliest arrival and its number of hops."""
    hops_of: dict[str, int] = {}
    waiting = [(0.0, 0, world.cases[0])]
    while waiting:
        minute, hops, source = heappop(waiting)
        if source in hops_of:
            continue
        hops_of[source] = hops
        open_in = window(world, source, minute) if hops else case_window(world)
        for person in set(world.people) - set(world.cases):
            arrived = met(world, source, person, open_in)
            if arrived is not None:
                heappush(waiting, (arrived, hops + 1, person))
    return {person for person, hops in told if hops <= 2 < hops_of[person]}


def reopened(world: World, told: Arrivals) -> list[str]:
    """Who is reached again after an isolation: by more hops, later, and until later."""
    return [
        person
        for (person, hops), minute in told.items()
        for fewer in range(1, hops)
        if told.get((person, fewer), minute) < minute
        and until(world, person, told[person, fewer]) < until(world, person, minute)
    ]

"""Reachability over time against reticula, a library for temporal networks that knows nothing of contact tracing.

Runs where it is installed. Its out-cluster of the case holds who can be reached at all and when first; with hops
enough for everybody, the program's earliest arrivals must be those. The library knows neither isolations nor least
durations, and lets no two events of one instant follow each other, so these worlds have neither, and some latency.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.hops.worlds import World, arrivals_of, drawn

reticula = pytest.importorskip("reticula", reason="reticula is not installed")
WORLDS = 300


def open_world(seed: int) -> World:
    """A drawn world in which only time keeps people apart."""
    return replace(drawn(seed), apart=[], least=None, latent=Random(seed).choice((1, 20, 60)))


def events(world: World) -> Iterator[tuple[str, str, int, int]]:
    """Every minute of every meeting as an event from each to the other; nothing leads to a case, or past its window.

    Twice the minutes, as what follows must be later than the effect: who was reached at minute 5 with a latency of 1
    infects from minute 6 on, later than 2 * 6 - 1.
    """
    for one, other, begin, end in world.meetings:
        for source, person in ((one, other), (other, one)):
            closes = min(end, world.as_of, world.end if source in world.cases else end)
            if person not in world.cases and source not in world.cases[1:] and begin <= world.as_of:
                for minute in range(begin, closes):
                    yield source, person, 2 * minute, 2 * (minute + world.latent) - 1


def by_the_library(world: World) -> dict[str, float]:
    """person -> first arrival, minute of the world."""
    event = reticula.directed_delayed_temporal_edge[reticula.string, reticula.int64]
    network = reticula.directed_delayed_temporal_network[reticula.string, reticula.int64]
    happened = network([event(*one) for one in events(world)])
    if world.cases[0] not in happened.vertices():
        return {}
    follows = reticula.temporal_adjacency.simple[event]()
    cluster = reticula.out_cluster(happened, follows, world.cases[0], -1)
    first = {person: min(begin for begin, _ in spans) for person, spans in cluster.interval_sets().items()}
    return {person: (begin + 1) / 2 - world.latent for person, begin in first.items() if person not in world.cases}


def test_everybody_is_reached_who_can_be_and_as_early():
    worlds = [open_world(seed) for seed in range(WORLDS)]
    found = arrivals_of(worlds, hops=8)
    expected = [by_the_library(world) for world in worlds]
    for world, told, first in zip(worlds, found, expected, strict=True):
        earliest: dict[str, float] = {}
        for (person, _), minute in sorted(told.items(), reverse=True):
            earliest[person] = min(minute, earliest.get(person, minute))
        assert earliest == first, world
    assert sum(max((hops for _, hops in told), default=0) > 2 for told in found) > WORLDS / 10

"""Worked arrivals, in minutes: who is reached by how many hops and when, where isolations end, and who is not."""

from tests.hops.worlds import World, arrivals

EXAMPLE = [("k", "a", 10, 11), ("k", "b", 1, 2), ("b", "a", 5, 6), ("a", "c", 20, 21)]


def test_the_earliest_arrival_is_kept_per_number_of_hops():
    """a is reached at 10 by one hop and at 5 by two; c, by two hops, at 20 through the first."""
    reached = {("a", 1): 10, ("b", 1): 1, ("a", 2): 5, ("c", 2): 20}
    assert arrivals(World(EXAMPLE), hops=2) == reached
    assert arrivals(World(EXAMPLE), hops=5) == reached


def test_who_meets_somebody_before_she_is_reached_is_reached_by_the_earlier_arrival_alone():
    world = World([*EXAMPLE, ("a", "d", 7, 8)])
    assert arrivals(world, hops=2).keys() == {("a", 1), ("b", 1), ("a", 2), ("c", 2)}
    assert arrivals(world, hops=3)["d", 3] == 7


def test_latency_is_counted_at_every_hop():
    world = World([("k", "a", 0, 1), ("a", "b", 30, 100), ("b", "c", 80, 130), ("c", "d", 170, 180)], latent=60)
    assert arrivals(world, hops=4) == {("a", 1): 0, ("b", 2): 60, ("c", 3): 120}
    shorter = World(world.meetings, latent=50)
    assert arrivals(shorter, hops=4) == {("a", 1): 0, ("b", 2): 50, ("c", 3): 100, ("d", 4): 170}


def test_a_meeting_counts_from_the_arrival_on():
    """b was with a for an hour, but only ten minutes of it after a was reached."""
    world = World([("k", "a", 50, 70), ("a", "b", 0, 60), ("b", "c", 55, 90)], least=10)
    assert arrivals(world, hops=3) == {("a", 1): 50, ("b", 2): 50, ("c", 3): 55}
    assert arrivals(World(world.meetings, least=11), hops=3) == {("a", 1): 50}


def test_nobody_leads_on_who_is_a_case_or_the_case_itself():
    world = World([("k", "a", 1, 2), ("a", "x", 3, 4), ("x", "b", 5, 6), ("a", "k", 7, 8), ("k", "c", 9, 10)], end=5)
    assert arrivals(world, hops=4) == {("a", 1): 1, ("x", 2): 3, ("b", 3): 5}
    assert arrivals(World(world.meetings, cases=("k", "x"), end=5), hops=4) == {("a", 1): 1}


def test_an_isolation_ends_what_a_person_hands_on_at_every_hop():
    world = World([("k", "a", 1, 2), ("a", "b", 3, 4), ("b", "c", 10, 11)], apart=[("b", 8, None)])
    assert arrivals(world, hops=3) == {("a", 1): 1, ("b", 2): 3}


def test_who_is_reached_again_after_an_isolation_leads_on_again():
    """a was apart from 20 to 30. b, whom the case reached as well, met a at 40: a second arrival, by two hops."""
    met = [("k", "a", 10, 11), ("k", "b", 1, 2), ("b", "a", 40, 41), ("a", "c", 50, 51)]
    assert arrivals(World(met, apart=[("a", 20, 30)]), hops=3) == {
        ("a", 1): 10, ("b", 1): 1, ("a", 2): 40, ("c", 3): 50,
    }  # fmt: skip
    assert ("a", 2) not in arrivals(World(met), hops=3)


def test_nobody_is_reached_again_by_way_of_herself():
    """b was reached by a alone: that they met again after a's isolation is no second arrival."""
    met = [("k", "a", 10, 11), ("a", "b", 16, 17), ("b", "a", 40, 41), ("a", "c", 50, 51)]
    assert arrivals(World(met, apart=[("a", 20, 30)], latent=5), hops=4) == {("a", 1): 10, ("b", 2): 16}


def test_who_is_reached_again_by_one_of_two_ways_at_once_is_reached_again():
    """b was reached by a and by x in the same minute; the way by x does not pass a."""
    met = [("k", "a", 10, 11), ("k", "x", 10, 11), ("a", "b", 16, 17), ("x", "b", 16, 17), ("b", "a", 40, 41)]
    found = arrivals(World(met, apart=[("a", 20, 30)], latent=5), hops=4)
    assert found == {("a", 1): 10, ("x", 1): 10, ("b", 2): 16, ("a", 3): 40}


def test_a_later_arrival_during_an_isolation_says_nothing():
    met = [("k", "a", 10, 11), ("k", "b", 1, 2), ("b", "a", 25, 26), ("a", "c", 50, 51)]
    assert arrivals(World(met, apart=[("a", 20, 30)]), hops=3) == {("a", 1): 10, ("b", 1): 1}

"""The special cases of worlds of journeys, and worlds that hold them."""

from functools import cache

from tests.lib.worlds import specials_of_moves, specials_of_sites
from tests.lib.worlds.journeys import random_journey
from tests.lib.worlds.met import JOURNEY_SPECIALS, Journey

MODULES = (specials_of_sites, specials_of_moves)
SEEDS = range(200)
EACH = 3


@cache
def journey_specials(seed: int) -> frozenset[str]:
    """The names of the special cases of the world of a seed."""
    journey = Journey(random_journey(seed))
    return frozenset(name for name, holds in JOURNEY_SPECIALS.items() if holds(journey))


@cache
def telling_seeds() -> list[int]:
    """Few seeds whose worlds hold every special case at least three times, or as often as it is drawn at all."""
    lacking = {name: min(EACH, sum(name in journey_specials(seed) for seed in SEEDS)) for name in JOURNEY_SPECIALS}
    chosen: list[int] = []
    while wanted := {name for name, times in lacking.items() if times}:
        best = max(set(SEEDS) - set(chosen), key=lambda seed: (len(journey_specials(seed) & wanted), -seed))
        chosen.append(best)
        for name in journey_specials(best) & wanted:
            lacking[name] -= 1
    return sorted(chosen)

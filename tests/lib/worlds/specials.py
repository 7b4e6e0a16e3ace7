"""Which special cases a world holds, by name; each name is a predicate of one of the modules imported here."""

from functools import cache
from types import ModuleType

from tests.lib.worlds import (
    specials_of_answers,
    specials_of_dwells,
    specials_of_links,
    specials_of_rows,
    specials_of_times,
)
from tests.lib.worlds.draw import World, random_world
from tests.lib.worlds.seen import SPECIALS, Seen

MODULES = (specials_of_rows, specials_of_times, specials_of_answers, specials_of_links, specials_of_dwells)


def names_in(module: ModuleType) -> set[str]:
    return {name for name, holds in SPECIALS.items() if holds.__module__ == module.__name__}


LINKS, DWELLS = names_in(specials_of_links), names_in(specials_of_dwells)


@cache
def dwelling_seeds() -> dict[str, int]:
    """For every special case of dwelling a seed whose world of cells holds it; none where 300 worlds do not."""
    found: dict[str, int] = {}
    for seed in range(2100, 2400):
        seen = Seen(random_world(seed, ("cell",)))
        found |= {name: seed for name in sorted(DWELLS - found.keys()) if SPECIALS[name](seen)}
        if found.keys() == DWELLS:
            break
    return found


def specials(world: World) -> set[str]:
    """The names of the special cases in the rows, the definition and the answer of a world."""
    seen = Seen(world)
    return {name for name, holds in SPECIALS.items() if holds(seen)} | words_of_definition(world.definition)


def words_of_definition(definition: dict) -> set[str]:
    """What a definition uses, as `evidence: track`, `threshold: more_than_minutes`, `tier: general` and the like."""
    words = {f"period: {key}" for key in definition["infectious_period"]}
    for rule in definition["rule"]:
        words |= {f"evidence: {rule['evidence']}", f"tier: {rule['tier']}"}
        words |= {f"threshold: {key}" for key in rule if key.endswith("_minutes") and ("least" in key or "more" in key)}
        words.add(f"accumulate: {rule.get('accumulate', 'episode')}")
        words |= {f"parameter: {key}" for key in rule if key in ("linger_minutes", "kinds", "enclosed")}
        if "dwell_more_than_hours" in rule:
            words |= {f"dwell: {rule.get('dwell_who', 'either')}", f"dwell days: {rule.get('dwell_days', 'usual')}"}
    if "secondary" in definition:
        words |= {"secondary"} | {f"secondary: {key}" for key, value in definition["secondary"].items() if value}
    return words

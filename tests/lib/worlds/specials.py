"""Which special cases a world holds, by name; each name is a predicate of one of the modules imported here."""

from tests.lib.worlds import specials_of_answers, specials_of_links, specials_of_rows, specials_of_times
from tests.lib.worlds.draw import World
from tests.lib.worlds.seen import SPECIALS, Seen

LINKS = {name for name, holds in SPECIALS.items() if holds.__module__ == specials_of_links.__name__}
MODULES = (specials_of_rows, specials_of_times, specials_of_answers, specials_of_links)


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
    if "secondary" in definition:
        words |= {"secondary"} | {f"secondary: {key}" for key, value in definition["secondary"].items() if value}
    return words

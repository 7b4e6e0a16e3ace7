"""Worlds changed in one respect: each function takes a world and a source of chance and leaves the world as it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.lib.reference import screen
from tests.lib.reference.instants import EPOCH, MILLISECOND
from tests.lib.worlds.draw import World

Change = Callable[[World, Random], World]
SHIFT = timedelta(weeks=13)
ADDITIVE = ("fixes", "checkins", "proximity", "tickets", "passages", "vehicles", "households", "isolations")
PEOPLE = ("person_id", "person_a", "person_b")
ELSEWHERE = {
    **{"place_id": "elsewhere", "service": "elsewhere", "plate": "elsewhere", "household_id": "elsewhere"},
    **{"latitude": "45", "longitude": "-100", "person_id": "stranger", "person_a": "stranger", "person_b": "other"},
}


def as_drawn(world: World, random: Random) -> World:
    return world


def shuffled(world: World, random: Random) -> World:
    """The files, and in those of additive kinds the rows, in another order."""
    kinds = random.sample(sorted(world.files), len(world.files))
    files = {kind: world.files[kind] for kind in kinds}
    for kind in additive(world):
        files[kind] = random.sample(files[kind], len(files[kind]))
    return replace(world, files=files)


def additive(world: World) -> list[str]:
    """The kinds of a world whose rows add up, always in one order: what is drawn of them depends on it."""
    return [kind for kind in ADDITIVE if kind in world.files]


def names_of(random: Random) -> dict[str, str]:
    """A permutation of the people a world may name."""
    people = [f"p{number + 1}" for number in range(7)]
    return dict(zip(people, random.sample(people, len(people)), strict=True))


def renamed(world: World, random: Random) -> World:
    """Everybody under the key of somebody else."""
    names = names_of(random)
    return with_rows(world, lambda column, text: names.get(text, text) if column in PEOPLE else text)


def with_rows(world: World, say: Callable[[str, str], str]) -> World:
    """The same rows, but for what `say` makes of the text of a column."""
    files = {
        kind: [{column: say(column, text) for column, text in row.items()} for row in rows]
        for kind, rows in world.files.items()
    }
    return replace(world, files=files)


def in_utc(world: World, random: Random) -> World:
    """Without changes of the clock."""
    return replace(world, timezone="UTC")


def shifted(world: World, random: Random) -> World:
    """Every instant and date some weeks later, the moment of the analysis too."""
    world = in_utc(world, random)
    later = with_rows(world, lambda column, text: weeks_later(text) if column.endswith("_at") else text)
    return replace(later, as_of=weeks_later(world.as_of))


def weeks_later(text: str) -> str:
    """The text with its date moved; as it is where it does not begin with one."""
    try:
        return (date.fromisoformat(text[:10]) + SHIFT).isoformat() + text[10:]
    except ValueError:
        return text


def with_a_stranger(world: World, random: Random) -> World:
    """Somebody who does all that the others do, at the same times, elsewhere; and another who meets only this one."""
    files = dict(world.files)
    for kind in additive(world):
        theirs = [{column: ELSEWHERE.get(column, text) for column, text in row.items()} for row in files[kind]]
        files[kind] = random.sample(files[kind] + theirs, 2 * len(theirs))
    files["persons"] = [*files["persons"], {"person_id": "stranger", "grid_id": "G1"}]
    return replace(world, files=files)


def with_rules(world: World, rules: list[dict]) -> World:
    return replace(world, definition=world.definition | {"rule": rules})


def stricter(world: World, random: Random) -> World:
    """Some rules, one at least, ask for more minutes, for fewer metres, or for more of a dwelling."""
    rules = world.definition["rule"]
    chosen = random.sample(rules, random.randint(1, len(rules)))
    return with_rules(world, [stricter_rule(rule, random) if rule in chosen else rule for rule in rules])


def stricter_rule(rule: dict, random: Random) -> dict:
    least, more = rule.get("at_least_minutes", 0), rule.get("more_than_minutes")
    rest = {key: value for key, value in rule.items() if key not in ("at_least_minutes", "more_than_minutes")}
    if "within_m" in rule and random.random() < 0.5:
        return rule | {"within_m": rule["within_m"] * random.choice((0.3, 0.8))}
    if rule["evidence"] == "cell" and random.random() < 0.5:
        return rule | stricter_dwelling(rule, random)
    if more is not None:
        return rest | {"more_than_minutes": more + random.choice((1, 60))}
    return rest | random.choice(
        ({"more_than_minutes": least}, {"at_least_minutes": least + 15}, {"at_least_minutes": least + 60})
    )


def stricter_dwelling(rule: dict, random: Random) -> dict:
    """A dwelling where there was none, else a longer one, one in fewer days, or one of both people."""
    if "dwell_more_than_hours" not in rule:
        return {"dwell_more_than_hours": 0.25}
    longer = {"dwell_more_than_hours": rule["dwell_more_than_hours"] + 0.25}
    return random.choice((longer, {"dwell_days": 1}, {"dwell_who": "both"}))


def dwelling_ever(world: World, random: Random) -> World:
    """Rules that ask for a dwelling ask for it at any time before the analysis."""
    rules = world.definition["rule"]
    ever = {"dwell_days": 1000}
    return with_rules(world, [rule | ever if "dwell_more_than_hours" in rule else rule for rule in rules])


def earlier(world: World, random: Random) -> World:
    """As of a moment in the midst of what makes somebody a contact, where anything does."""
    lines = screen(world.files, world.definition, world.as_of, world.timezone).lines
    if not lines:
        return world
    line = random.choice(lines)
    moment = EPOCH + (line["first_contact_at"] + line["last_contact_at"]) // 2 * MILLISECOND
    return replace(world, as_of=moment.isoformat(timespec="milliseconds"))

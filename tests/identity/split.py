"""A world as sources tell it that know some people under two or three keys, and the decisions that join these."""

from dataclasses import dataclass, replace
from random import Random

from pipelines import settings
from tests.lib.product import KEY
from tests.lib.worlds import World
from tests.standing.history import Outbreak
from tracing.identity.decisions import JOINED, PARTED, decide
from tracing.model import KINDS

_PEOPLE = {kind.name: [c.name for c in kind.columns if c.label == "person"] for kind in KINDS.values()}

ROWS = 6


def with_repeats(world: World, dice: Random) -> World:
    """The world with some rows once more: where a person has two keys, the second may come under the other."""
    files = {kind: rows + dice.sample(rows, len(rows) // 4) for kind, rows in world.files.items()}
    return replace(world, files=files)


@dataclass(frozen=True)
class Split:
    """A world in which some people have several keys, and pairs of keys that are one person, the first kept.

    At their ends the chains of pairs lead to the keys that the world had.
    """

    world: World
    pairs: list[tuple[str, str]]


def split(world: World, dice: Random) -> Split:
    """Some people of a world under several keys, row by row."""
    people = sorted({row[name] for kind, rows in world.files.items() for row in rows for name in _PEOPLE[kind]
                     if row.get(name)})  # fmt: skip
    keys = {one: [one, *(f"{one}{mark}" for mark in "xyz"[: dice.choice((1, 1, 2))])]
            for one in dice.sample(people, min(len(people), dice.choice((1, 2, 2, 3))))}  # fmt: skip

    def under_some_key(kind: str, row: dict[str, str]) -> dict[str, str]:
        return row | {name: dice.choice(keys.get(row[name], [row[name]])) for name in _PEOPLE[kind] if row.get(name)}

    files = {kind: [under_some_key(kind, row) for row in rows] for kind, rows in world.files.items()}
    return Split(replace(world, files=files), [pair for several in keys.values() for pair in _pairs(several, dice)])


def _pairs(several: list[str], dice: Random) -> list[tuple[str, str]]:
    """Joins that make several keys one person: chains, stars and circles; the last of them says who is kept."""
    first, *others = several
    if len(others) == 1:
        return [(first, others[0])]
    ways = ([tuple(others), (first, dice.choice(others))], [(first, others[0]), (first, others[1])],
            [(first, others[0]), tuple(others), (first, others[1])])  # fmt: skip
    return list(dice.choice(ways))


def bring(outbreak: Outbreak, world: World) -> None:
    """All rows of a world, in files of a few rows."""
    outbreak.world = world
    for kind, rows in world.files.items():
        for number in range(0, len(rows), ROWS):
            outbreak.bring(number, kind, rows[number : number + ROWS])


def join(outbreak: Outbreak, pairs: list[tuple[str, str]], verdict: str = JOINED) -> None:
    """Decide that pairs of keys are one person each."""
    for person, other in pairs:
        decide(outbreak.store, KEY.of(person), KEY.of(other), verdict, None, settings.now())


def part(outbreak: Outbreak, pairs: list[tuple[str, str]]) -> None:
    """Decide that pairs of keys are two people each."""
    join(outbreak, pairs, PARTED)
